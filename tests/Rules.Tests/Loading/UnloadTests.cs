using System.Runtime.CompilerServices;
using EventOps.Rules.Compilation;
using EventOps.Rules.Loading;
using EventOps.Rules.Tests.Compilation;

namespace EventOps.Rules.Tests.Loading;

/// <summary>Measures the memory of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(UnloadTests), DisableParallelization = true)]
[Collection(nameof(UnloadTests))]
public sealed class UnloadTests
{
    [Fact]
    public void Two_hundred_loads_and_unloads_leave_no_context_alive_and_memory_flat()
    {
        var file = Workbench.Compile(Workbench.Good).Compiled!;
        Cycle(file, 20);
        Collect([]);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var contexts = Cycle(file, 200);
        Collect(contexts);

        Assert.Equal(0, contexts.Count(c => c.IsAlive));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 512 * 1024);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Cycle(CompiledRuleFile file, int times)
    {
        var contexts = new List<WeakReference>();
        for (var i = 0; i < times; i++)
        {
            var loaded = RuleAssembly.Load(file);
            Assert.Single(loaded.Rules);
            contexts.Add(loaded.Unload());
        }

        return contexts;
    }

    private static void Collect(List<WeakReference> contexts)
    {
        for (var i = 0; i < 20 && (i < 3 || contexts.Exists(c => c.IsAlive)); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}

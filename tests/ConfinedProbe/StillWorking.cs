using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;

namespace EventOps.ConfinedProbe;

/// <summary>What the runtime must still do for the rules; each answer is "yes" or what was wrong.</summary>
internal static class StillWorking
{
    internal static IEnumerable<(string, Func<string>)> All =>
    [
        ("compile expression", () => Answer(CompileExpression() == 42)),
        ("emit assembly", () => Answer(EmitAssembly() == 7)),
        ("collect garbage", () => Answer(CollectGarbage())),
        ("start thread", () => Answer(StartThreads() == 20)),
        ("thread pool", () => Answer(ParallelEnumerable.Range(1, 1000).Sum() == 500_500)),
        ("load library", () => Answer(System.Xml.Linq.XDocument.Parse("<a/>").Root!.Name.LocalName == "a")),
        ("read file", () => Answer(File.ReadAllText("/etc/passwd").Contains("root", StringComparison.Ordinal))),
        ("own user", () => File.ReadLines("/proc/self/status").Single(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1]),
        ("capabilities", () => EventOps.Linux.Security.Capabilities.Read().Effective.ToString("x", null)),
    ];

    private static string Answer(bool right) => right ? "yes" : "no";

    private static int CompileExpression()
    {
        var x = Expression.Parameter(typeof(int));
        return Expression.Lambda<Func<int, int>>(Expression.Multiply(x, Expression.Constant(6)), x).Compile()(7);
    }

    private static int EmitAssembly()
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Emitted"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("Emitted").DefineType("T", TypeAttributes.Public);
        var code = type.DefineMethod("F", MethodAttributes.Public | MethodAttributes.Static, typeof(int), []).GetILGenerator();
        code.Emit(OpCodes.Ldc_I4_7);
        code.Emit(OpCodes.Ret);
        return (int)type.CreateType().GetMethod("F")!.Invoke(null, null)!;
    }

    private static bool CollectGarbage()
    {
        var busy = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 200_000).Select(i => new byte[i % 64]).Sum(b => b.Length))).ToArray();
        for (var i = 0; i < 5; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        return Task.WhenAll(busy).GetAwaiter().GetResult().All(n => n > 0);
    }

    private static int StartThreads()
    {
        var ran = 0;
        var threads = Enumerable.Range(0, 20).Select(_ => new Thread(() => Interlocked.Increment(ref ran)) { Name = "probe" }).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return ran;
    }
}

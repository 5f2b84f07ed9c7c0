using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventOps.Model;
using EventOps.Rules.Compilation;
using EventOps.Rules.Compilation.Lint;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Loading;

/// <summary>
/// One compiled rule file, loaded into a context and its rules defined. Unloading is cooperative: the memory is free
/// once nothing holds a rule, a type or a compiled rule set of the context's files any more.
/// </summary>
public sealed class RuleAssembly
{
    private readonly RuleContext _context;

    private RuleAssembly(CompiledRuleFile file, RuleContext context)
    {
        File = file.File;
        Sha256 = file.Sha256;
        _context = context;
    }

    /// <summary>The file's name without its folder.</summary>
    public string File { get; }

    /// <summary>Of the source.</summary>
    public string Sha256 { get; }

    /// <summary>The rules that could be made, by class name, so that the order of loading is always the same.</summary>
    public IReadOnlyList<LoadedRule> Rules { get; private set; } = [];

    /// <summary>What kept others from being made: a constructor, an initializer or Define that threw.</summary>
    public IReadOnlyList<RuleProblem> Problems { get; private set; } = [];

    /// <summary>Loads a file into a context of its own. What the rules' own code throws while they are made becomes a problem that names the rule.</summary>
    public static RuleAssembly Load(CompiledRuleFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Load(file, new RuleContext(file.File));
    }

    /// <summary>As above, into a context that files share which are unloaded together: each context has memory of the runtime's own.</summary>
    internal static RuleAssembly Load(CompiledRuleFile file, RuleContext context)
    {
        var loaded = new RuleAssembly(file, context);
        var faults = new RuleFaults(file);
        var rules = new List<LoadedRule>();
        var problems = new List<RuleProblem>();
        try
        {
            foreach (var type in RuleTypes(loaded.LoadImage(file)))
            {
                try
                {
                    // An initializer that throws should do so now, not at the first match.
                    RuntimeHelpers.RunClassConstructor(type.TypeHandle);
                    rules.Add(new LoadedRule(RuleDefinition.Of((Rule)Activator.CreateInstance(type)!), file.File, file.Sha256));
                }
                catch (Exception e)
                {
                    // Whatever an author's code can throw is a fault of that rule alone.
                    problems.Add(faults.Describe(type.FullName ?? type.Name, e));
                }
            }
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or TypeLoadException or ReflectionTypeLoadException)
        {
            problems.Add(new RuleProblem(file.File, 0, 0, LintCodes.LoadFailed.Id, LintCodes.LoadFailed.Message($"the compiled {file.File} cannot be loaded: {e.Message}")));
        }

        loaded.Rules = rules;
        loaded.Problems = problems;
        return loaded;
    }

    /// <summary>Lets go of the rules and has the runtime unload the context when nothing else holds on to it.</summary>
    /// <returns>Dead as soon as it is unloaded.</returns>
    public WeakReference Unload()
    {
        Rules = [];
        var context = new WeakReference(_context);
        _context.Unload();
        return context;
    }

    private static IEnumerable<Type> RuleTypes(Assembly assembly) =>
        assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Rule)) && t is { IsPublic: true, IsAbstract: false, ContainsGenericParameters: false })
            .OrderBy(t => t.FullName, StringComparer.Ordinal);

    private Assembly LoadImage(CompiledRuleFile file)
    {
        var bytes = MemoryMarshal.TryGetArray(file.Assembly, out var segment) ? segment : new ArraySegment<byte>(file.Assembly.ToArray());
        using var image = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        return _context.LoadFromStream(image);
    }
}

using System.Reflection;
using System.Runtime.Loader;

namespace EventOps.Rules.Loading;

/// <summary>Where assemblies of rule files live until they are unloaded. Gives it the rule language, the model and the framework's core, nothing else.</summary>
internal sealed class RuleContext(string name) : AssemblyLoadContext(name, isCollectible: true)
{
    private static readonly HashSet<string> Given = new(StringComparer.Ordinal)
    {
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Linq.Expressions",
        "EventOps.Model", "EventOps.Rules",
    };

    /// <returns>Null: the program's own copy is used.</returns>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Given.Contains(assemblyName.Name ?? "")
            ? null
            : throw new FileLoadException($"rules may not use the assembly {assemblyName.Name}");
}

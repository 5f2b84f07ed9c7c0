using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace EventOps.Rules.Compilation;

/// <summary>
/// The assemblies that rule files are compiled against: a short list of the running framework's own, the model and the rule
/// language. Reads the assemblies' metadata only; the compiler itself is not loaded by it.
/// </summary>
public sealed class RuleReferences
{
    /// <summary>Goes up when the same source would be compiled to something else for a reason that no module tells.</summary>
    private const string Format = "eventops-rules-1";

    private static readonly string[] Framework =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Linq.Expressions",
    ];

    private static readonly Lazy<RuleReferences> Program = new(Find, LazyThreadSafetyMode.PublicationOnly);
    private static readonly string[] Own = ["EventOps.Model", "EventOps.Rules"];
    private static readonly string[] Compilers = ["Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp"];

    /// <param name="paths">Absolute paths of assemblies.</param>
    /// <exception cref="IOException">An assembly cannot be read.</exception>
    /// <exception cref="BadImageFormatException">A file is not an assembly.</exception>
    public RuleReferences(IEnumerable<string> paths)
    {
        Paths = [.. paths];
        Fingerprint = FingerprintOf(Paths.Concat(Known(Compilers)));
    }

    public IReadOnlyList<string> Paths { get; }

    /// <summary>Stands for these assemblies and the compiler: the same source and the same fingerprint give the same result.</summary>
    public string Fingerprint { get; }

    /// <summary>The assemblies that this program itself runs with; read once, as what is loaded stays although files are replaced.</summary>
    /// <exception cref="FileNotFoundException">One of them is not a file of its own, as in a single-file program.</exception>
    public static RuleReferences OfThisProgram() => Program.Value;

    private static RuleReferences Find()
    {
        var paths = Known(Framework.Concat(Own)).ToList();
        var missing = Framework.Concat(Own).Except(paths.Select(Path.GetFileNameWithoutExtension)).ToList();
        return missing.Count == 0
            ? new RuleReferences(paths)
            : throw new FileNotFoundException(
                $"Rule files cannot be compiled: {string.Join(", ", missing)} is not beside the program as a file; install the whole program folder");
    }

    private static IEnumerable<string> Known(IEnumerable<string> names)
    {
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var byName = trusted.ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);
        return names.SelectMany(name => byName[name].Take(1));
    }

    private static string FingerprintOf(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Format));
        foreach (var path in paths)
        {
            hash.AppendData(Encoding.UTF8.GetBytes("\n" + Path.GetFileName(path) + " "));
            hash.AppendData(ModuleVersion(path).ToByteArray());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Guid ModuleVersion(string path)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}

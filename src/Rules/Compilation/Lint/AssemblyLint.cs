using System.Collections.Frozen;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>
/// Looks at what the compiled assembly refers to: nothing that source code hides from <see cref="UseLint"/> escapes here, as
/// code can only reach what its metadata names. Needs no compiler.
/// </summary>
internal static class AssemblyLint
{
    /// <summary>What the compiler itself puts into an assembly: expression trees, closures, records, interpolation.</summary>
    private static readonly FrozenSet<string> Compiler = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.Type", "System.RuntimeTypeHandle", "System.RuntimeMethodHandle", "System.RuntimeFieldHandle", "System.Attribute", "System.AttributeUsageAttribute",
        "System.AttributeTargets", "System.ParamArrayAttribute", "System.MulticastDelegate", "System.Delegate", "System.IAsyncResult", "System.AsyncCallback",
        "System.IntPtr", "System.UIntPtr", "System.HashCode", "System.Environment",
        "System.Reflection.MethodBase", "System.Reflection.MethodInfo", "System.Reflection.FieldInfo", "System.Reflection.ConstructorInfo",
        "System.Reflection.PropertyInfo", "System.Reflection.MemberInfo", "System.Reflection.DefaultMemberAttribute",
        "System.Diagnostics.DebuggableAttribute", "System.Diagnostics.DebuggerBrowsableAttribute", "System.Diagnostics.DebuggerBrowsableState",
        "System.Diagnostics.DebuggerHiddenAttribute", "System.Diagnostics.DebuggerDisplayAttribute", "System.Diagnostics.DebuggerStepThroughAttribute",
        "System.Runtime.InteropServices.InAttribute", "System.Runtime.InteropServices.CollectionsMarshal", "System.Runtime.InteropServices.ImmutableCollectionsMarshal");

    /// <summary>The only members of these types that the compiler calls by itself.</summary>
    private static readonly FrozenDictionary<string, string[]> CompilerMembers = new Dictionary<string, string[]>
    {
        ["System.Type"] = ["GetTypeFromHandle", "op_Equality", "op_Inequality"],
        ["System.Reflection.MethodBase"] = ["GetMethodFromHandle"],
        ["System.Reflection.FieldInfo"] = ["GetFieldFromHandle"],
        ["System.Reflection.MethodInfo"] = [],
        ["System.Reflection.ConstructorInfo"] = [],
        ["System.Reflection.PropertyInfo"] = [],
        ["System.Reflection.MemberInfo"] = [],
        ["System.Environment"] = ["get_CurrentManagedThreadId"],
        ["System.Delegate"] = ["Combine", "Remove"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>An error for each reference to something that is not allowed.</summary>
    public static IReadOnlyList<RuleFinding> Check(string file, ReadOnlyMemory<byte> assembly)
    {
        using var image = new PEReader(new MemoryStream(assembly.ToArray()));
        var metadata = image.GetMetadataReader();
        var refused = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.TypeReferences)
        {
            if (Full(metadata, handle) is var (space, name) && !AllowsType(space, name))
            {
                refused.Add($"{space}.{name}");
            }
        }

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (TypeOf(metadata, member.Parent) is var (space, name) && !AllowsMember(space, name, metadata.GetString(member.Name)))
            {
                refused.Add($"{space}.{name}.{metadata.GetString(member.Name)}");
            }
        }

        if (metadata.GetTableRowCount(TableIndex.ModuleRef) > 0)
        {
            refused.Add("a native library");
        }

        return [.. refused.Select(what => LintCodes.Emitted.At(file, $"the compiled file refers to {what}"))];
    }

    private static bool AllowsType(string space, string name) =>
        AllowList.AllowsType(space, name)
        || Compiler.Contains($"{space}.{name}")
        || space is "System.Linq.Expressions" or "System.Runtime.CompilerServices" or "Microsoft.CodeAnalysis" or "System.Diagnostics.CodeAnalysis";

    private static bool AllowsMember(string space, string name, string member)
    {
        if (CompilerMembers.TryGetValue($"{space}.{name}", out var only))
        {
            return only.Contains(member, StringComparer.Ordinal);
        }

        // The compiler's own code for records compares and hashes; the source lint has refused an author's call.
        return space == "System.Linq.Expressions" || member == "GetHashCode" || !AllowList.AllowsType(space, name) || AllowList.AllowsMember(space, name, member);
    }

    private static (string Space, string Name)? TypeOf(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => Full(metadata, (TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => Generic(metadata, (TypeSpecificationHandle)handle),
        _ => null,
    };

    /// <summary>The generic type that a specification such as List&lt;int&gt; is made of.</summary>
    private static (string Space, string Name)? Generic(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        signature.ReadByte(); // Class or value type.
        return TypeOf(metadata, signature.ReadTypeHandle());
    }

    /// <summary>The outermost type's namespace, and its name without the number of type parameters.</summary>
    private static (string Space, string Name) Full(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        var name = metadata.GetString(type.Name);
        var arity = name.IndexOf('`', StringComparison.Ordinal);
        return (metadata.GetString(type.Namespace), arity < 0 ? name : name[..arity]);
    }
}

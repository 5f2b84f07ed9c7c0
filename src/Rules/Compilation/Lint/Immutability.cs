using Microsoft.CodeAnalysis;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>Judges whether a value can change once it is made, as far as the lint needs to know.</summary>
internal static class Immutability
{
    /// <summary>Simple values, strings, enums, read-only structs, immutable collections, delegates' and records' fixed members are; everything else is not.</summary>
    public static bool IsImmutable(ITypeSymbol type) => type switch
    {
        _ when type.SpecialType is not SpecialType.None and not SpecialType.System_Object && (type.IsValueType || type.SpecialType == SpecialType.System_String) => true,
        { TypeKind: TypeKind.Enum } => true,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsImmutable(nullable.TypeArguments[0]),
        INamedTypeSymbol named when IsImmutableCollection(named) => named.TypeArguments.All(IsImmutable),
        INamedTypeSymbol { IsTupleType: true } or { IsReadOnly: true, IsValueType: true } or { IsRecord: true } => HasFixedMembers((INamedTypeSymbol)type),
        INamedTypeSymbol { Name: "Guid" or "Version" or "StringComparer", ContainingNamespace.Name: "System" } => true,
        _ => false,
    };

    private static bool IsImmutableCollection(INamedTypeSymbol type) =>
        type.ContainingNamespace.ToDisplayString() is "System.Collections.Immutable" or "System.Collections.Frozen"
        && !type.Name.Contains("Builder", StringComparison.Ordinal);

    private static bool HasFixedMembers(INamedTypeSymbol type) =>
        type.IsTupleType
            ? type.TupleElements.All(element => IsImmutable(element.Type))
            : type.GetMembers().OfType<IFieldSymbol>().All(field => field.IsStatic || field.IsReadOnly);
}

using System.Collections.Frozen;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>
/// What a rule file may use of the assemblies around it, by name: everything else is refused. Guards against mistakes that
/// would break replay; it is no wall against a hostile author, for that the rule process has no rights.
/// </summary>
internal static class AllowList
{
    private static readonly FrozenSet<string> Namespaces = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.Linq",
        "System.Collections.Generic",
        "System.Collections.Immutable",
        "System.Collections.Frozen",
        "EventOps.Model",
        "EventOps.Rules.Language");

    private static readonly FrozenSet<string> Types = Names(
        """
        System: Object Boolean Byte SByte Int16 UInt16 Int32 UInt32 Int64 UInt64 Int128 UInt128 Single Double Decimal Half Char String Void
        System: Nullable Enum ValueType Array Math MathF Convert TimeSpan DateTimeOffset DateTime DateOnly TimeOnly DayOfWeek DateTimeKind Guid Version Uri
        System: Func Action Predicate Comparison Converter Tuple ValueTuple Index Range ReadOnlySpan Span MemoryExtensions MidpointRounding
        System: StringComparison StringComparer StringSplitOptions IComparable IEquatable IFormattable ISpanFormattable IFormatProvider IDisposable FormattableString
        System: Exception ArgumentException ArgumentNullException ArgumentOutOfRangeException InvalidOperationException NotSupportedException
        System: NotImplementedException FormatException OverflowException ArithmeticException DivideByZeroException IndexOutOfRangeException
        System: FlagsAttribute ObsoleteAttribute
        System.Collections: IEnumerable IEnumerator
        System.Linq.Expressions: Expression
        System.Text: StringBuilder Rune
        System.Globalization: CultureInfo NumberStyles DateTimeStyles NumberFormatInfo DateTimeFormatInfo
        System.Numerics: INumber IMinMaxValue IAdditionOperators ISubtractionOperators IMultiplyOperators IDivisionOperators IComparisonOperators
        """);

    /// <summary>Types of which only these members may be used.</summary>
    private static readonly FrozenDictionary<string, string[]> OnlyMembers = new Dictionary<string, string[]>
    {
        ["System.Object"] = [".ctor", "Equals", "ReferenceEquals", "ToString"],
        ["System.Exception"] = [".ctor", "Message", "get_Message", "InnerException", "get_InnerException"],
        ["System.Linq.Expressions.Expression"] = [],
        ["System.Globalization.CultureInfo"] = ["InvariantCulture", "get_InvariantCulture"],
        ["System.Globalization.NumberFormatInfo"] = ["InvariantInfo", "get_InvariantInfo"],
        ["System.Globalization.DateTimeFormatInfo"] = ["InvariantInfo", "get_InvariantInfo"],
        ["System.Uri"] = ["TryCreate", "AbsoluteUri", "get_AbsoluteUri", "Host", "get_Host", "Port", "get_Port", "Scheme", "get_Scheme", "AbsolutePath", "get_AbsolutePath", "ToString"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Members that answer differently in a replay: clocks, the local time zone, chance.</summary>
    private static readonly FrozenSet<string> ForbiddenMembers = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTime.ToLocalTime", "System.DateTime.ToUniversalTime",
        "System.DateTime.ToFileTime", "System.DateTime.FromFileTime", "System.DateTime.IsDaylightSavingTime",
        "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow", "System.DateTimeOffset.LocalDateTime", "System.DateTimeOffset.ToLocalTime",
        "System.DateTimeOffset.FromFileTime", "System.DateTimeOffset.op_Implicit",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7",
        "System.Linq.Enumerable.Shuffle",
        "System.Array.CreateInstance", "System.Array.CreateInstanceFromArrayType");

    /// <param name="type">The metadata name of the outermost type, without its number of type parameters.</param>
    public static bool AllowsType(string @namespace, string type) =>
        Namespaces.Contains(@namespace) || Types.Contains($"{@namespace}.{type}");

    /// <summary>Whether a member of an allowed type may be used.</summary>
    /// <param name="member">Its metadata name; a property's own or its accessor's.</param>
    public static bool AllowsMember(string @namespace, string type, string member)
    {
        var full = $"{@namespace}.{type}";
        if (OnlyMembers.TryGetValue(full, out var only))
        {
            return only.Contains(member, StringComparer.Ordinal);
        }

        var name = member.StartsWith("get_", StringComparison.Ordinal) ? member[4..] : member;

        // Strings hash with a seed of their own in every process, objects by identity.
        return name != "GetHashCode" && !ForbiddenMembers.Contains($"{full}.{name}");
    }

    private static FrozenSet<string> Names(string table) =>
        table.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .SelectMany(line => line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"{line[0].Trim()}.{name}"))
            .ToFrozenSet(StringComparer.Ordinal);
}

using System.Text.RegularExpressions;

namespace EventOps.Linux.Lvm;

/// <summary>The names that lvm(8) allows for groups and volumes: <c>[A-Za-z0-9+_.][A-Za-z0-9+_.-]*</c>, at most 127 long, not <c>.</c> or <c>..</c>.</summary>
public static partial class LvmName
{
    public static bool IsValid(string? name) => name is { Length: > 0 and <= 127 } and not "." and not ".." && Pattern().IsMatch(name);

    internal static string Check(string name) => IsValid(name)
        ? name
        : throw new ArgumentException($"'{name}' is no name of a volume or group; they are made of letters, digits, + _ . and -, and do not begin with -", nameof(name));

    [GeneratedRegex(@"\A[A-Za-z0-9+_.][A-Za-z0-9+_.-]*\z")]
    private static partial Regex Pattern();
}

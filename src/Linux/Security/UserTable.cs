using System.Globalization;

namespace EventOps.Linux.Security;

/// <summary>Users by name, from passwd(5).</summary>
public static class UserTable
{
    /// <summary>The uid of a name, or of a number written out.</summary>
    /// <returns>Null when there is no such user.</returns>
    public static uint? IdOf(string user, string passwd = "/etc/passwd") =>
        uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : !File.Exists(passwd) ? null
        : File.ReadLines(passwd)
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 2 && fields[0] == user)
            .Select(fields => uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (uint?)null)
            .FirstOrDefault();
}

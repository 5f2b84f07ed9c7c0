using System.Globalization;
using System.Text.RegularExpressions;

namespace EventOps.Host.Settings;

/// <summary>The user of the rule process: a name as useradd(8) allows it, or a number.</summary>
internal static partial class UserName
{
    public static string Read(TableReader table, string key, string fallback)
    {
        if (table.Number(key) is { } number)
        {
            return Accept(table, key, number.ToString(CultureInfo.InvariantCulture), fallback);
        }

        return table.Text(key, fallback) is { } text ? Accept(table, key, text, fallback) : fallback;
    }

    private static string Accept(TableReader table, string key, string user, string fallback)
    {
        var isNumber = uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var uid);
        if (user == "root" || (isNumber && uid == 0))
        {
            table.Refuse(key, "rules never run as root", $"name an ordinary user: {key} = \"{fallback}\"");
            return fallback;
        }

        // (uid_t) -1 means "no user" to the kernel (chown(2)).
        if (isNumber ? uid == uint.MaxValue : !Name().IsMatch(user))
        {
            table.Refuse(key, $"{key} \"{PrintableText.Of(user, 60)}\" is not a user name or number", $"write it like {key} = \"{fallback}\" or {key} = 65534");
            return fallback;
        }

        return isNumber ? uid.ToString(CultureInfo.InvariantCulture) : user;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]{0,30}\$?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}

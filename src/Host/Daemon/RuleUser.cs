using EventOps.Linux.Security;

namespace EventOps.Host.Daemon;

/// <summary>The user that rules run as, by name or number, from passwd(5).</summary>
internal static class RuleUser
{
    /// <summary>"nobody" everywhere.</summary>
    private const uint Overflow = 65534;

    /// <exception cref="StartRefusedException">There is no such user, or it is root.</exception>
    public static uint Find(string user, string passwd = "/etc/passwd")
    {
        var id = UserTable.IdOf(user, passwd);
        return id switch
        {
            0 => throw new StartRefusedException(ExitCodes.BadSettings, $"rules.user is {user}, which is root; name an unprivileged user such as nobody"),
            { } found => found,
            null when user == "nobody" => Overflow,
            null => throw new StartRefusedException(ExitCodes.BadSettings, $"rules.user is '{user}', and there is no such user; create it, or use nobody"),
        };
    }
}

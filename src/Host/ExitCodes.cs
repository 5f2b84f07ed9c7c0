namespace EventOps.Host;

/// <summary>
/// What every verb of <c>eventops</c> exits with. From 64 on as BSD's sysexits.h names them (sysexits(3)), so that
/// scripts and systemd units can tell a cause from another without reading messages.
/// </summary>
public static class ExitCodes
{
    /// <summary>Done, and what was asked holds.</summary>
    public const int Success = 0;

    /// <summary>Carried out, but the answer is no, or an operation failed.</summary>
    public const int Failed = 1;

    /// <summary>The arguments are wrong: an unknown verb or option. What System.CommandLine and most tools use, instead of EX_USAGE.</summary>
    public const int Usage = 2;

    /// <summary>EX_DATAERR: rules that do not compile, a journal that is damaged.</summary>
    public const int BadData = 65;

    /// <summary>EX_UNAVAILABLE: the daemon is not running or does not answer.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_SOFTWARE: an error in this program itself.</summary>
    public const int Internal = 70;

    /// <summary>EX_TEMPFAIL: another daemon runs on this machine. The unit file does not restart on it.</summary>
    public const int AlreadyRunning = 75;

    /// <summary>EX_NOPERM: a permission or capability is missing.</summary>
    public const int NoPermission = 77;

    /// <summary>EX_CONFIG: the settings cannot be used.</summary>
    public const int BadSettings = 78;
}

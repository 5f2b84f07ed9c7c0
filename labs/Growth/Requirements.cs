namespace EventOps.Lab.Growth;

/// <summary>What this machine must have, found out before anything is made.</summary>
internal static class Requirements
{
    /// <exception cref="MissingException">It lacks something.</exception>
    public static void Check(GrowthOptions options)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new MissingException("only root may make loop devices and mount: run it as root (sudo ./run)");
        }

        if (!File.Exists("/dev/loop-control"))
        {
            throw new MissingException("this machine has no loop devices (/dev/loop-control): load the module (modprobe loop), or give the container its devices (--privileged)");
        }

        if (!ScratchVolume.IsPossible(options.FileSystem))
        {
            throw new MissingException($"mkfs.{options.FileSystem} is not installed: it is in the package {(options.FileSystem is "xfs" ? "xfsprogs" : "btrfs-progs")}");
        }

        if (!File.Exists(options.Program))
        {
            throw new MissingException($"{options.Program} is not there: build the daemon first (./run does)");
        }

        if (!Directory.Exists(options.Rules))
        {
            throw new MissingException($"--rules {options.Rules}: there is no such folder");
        }
    }
}

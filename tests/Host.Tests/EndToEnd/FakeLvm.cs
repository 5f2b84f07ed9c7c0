namespace EventOps.Host.Tests.EndToEnd;

/// <summary>A script in the place of /usr/sbin/lvm, in a mount namespace of the daemon's own.</summary>
internal sealed class FakeLvm : IDisposable
{
    private const string Lvm = "/usr/sbin/lvm";

    /// <param name="logical">Rows of the report's "lv".</param>
    /// <param name="pvmove">What the script does when asked to move; $HERE is its folder.</param>
    public FakeLvm(string logical, string pvmove)
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(Lvm), "needs root, and lvm2 to be installed");
        Folder = Directory.CreateTempSubdirectory("fake-lvm-").FullName;
        File.WriteAllText(Path.Combine(Folder, "report"), $$"""
            {"report": [{
              "vg": [{"vg_name":"vg0", "vg_uuid":"u", "vg_attr":"wz--n-", "vg_extent_size":"4194304", "vg_extent_count":"500", "vg_free_count":"250", "vg_missing_pv_count":"0"}],
              "pv": [],
              "lv": [{{logical}}]
            }]}
            """);
        File.WriteAllText(Path.Combine(Folder, "lvm"), $$"""
            #!/bin/sh
            HERE={{Folder}}
            echo "$*" >> $HERE/calls
            case "$1" in
            pvmove) {{pvmove}} ;;
            lvmconfig) exit 5 ;;
            fullreport) cat $HERE/report ;;
            esac
            """ + "\n");
        File.SetUnixFileMode(Path.Combine(Folder, "lvm"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Folder { get; }

    /// <summary>How it was called, a line each.</summary>
    public string Calls => File.Exists(Path.Combine(Folder, "calls")) ? File.ReadAllText(Path.Combine(Folder, "calls")) : "";

    /// <summary>Starts the daemon where it finds this one; it keeps the process's number.</summary>
    public void Launch(DaemonFixture daemon) => daemon.Launch(
        "/usr/bin/unshare", "--mount", "--propagation", "private", "--", "/bin/sh", "-c", "mount --bind \"$0\" \"$1\" && shift && exec \"$@\"",
        Path.Combine(Folder, "lvm"), Lvm, DaemonFixture.Program, "run", "--settings", daemon.SettingsPath);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

using System.Globalization;
using EventOps.Lab;

namespace EventOps.Actuators.Tests.Volumes;

/// <summary>A script in the place of lvm(8): it reports what the test says, and extends a loop device where lvm would extend a mapped one.</summary>
internal sealed class FakeLvm : IDisposable
{
    private readonly ScratchVolume _volume;

    public FakeLvm(ScratchVolume volume)
    {
        _volume = volume;
        Folder = Directory.CreateTempSubdirectory("eventops-fake-lvm-").FullName;
        Extend = $"truncate -s 96M '{volume.ImagePath}' && losetup -c {volume.Loop.Path}";
    }

    public string Folder { get; }

    public long FreeMiB { get; set; } = 1024;

    public int Missing { get; set; }

    public string Name { get; set; } = "data";

    /// <summary>The volume that has a snapshot; empty for none.</summary>
    public string Snapshot { get; set; } = "";

    /// <summary>What the script does when asked to extend; $STOP names a file that does not exist until <see cref="LetGo"/>.</summary>
    public string Extend { get; set; }

    /// <summary>What it does when asked to save; $3 is the file.</summary>
    public string Save { get; set; } = "echo \"$5\" > \"$3\"";

    /// <summary>What it does when asked to report; null: reports.</summary>
    public string? Report { get; set; }

    /// <summary>How it was called, a line each.</summary>
    public string Calls => File.Exists(Log) ? File.ReadAllText(Log) : "";

    private string Log => Path.Combine(Folder, "calls");

    /// <returns>The script's path.</returns>
    public string Write()
    {
        var script = Path.Combine(Folder, "lvm");
        File.WriteAllText(Path.Combine(Folder, "report"), Json());
        File.WriteAllText(script, $$"""
            #!/bin/sh
            STOP={{Folder}}/stop
            echo "$*" >> {{Log}}
            case "$1" in
            lvextend) {{Extend}} ;;
            vgcfgbackup) {{Save}} ;;
            *) {{Report ?? $"cat {Folder}/report"}} ;;
            esac
            """ + "\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return script;
    }

    /// <summary>Lets an extension that hangs come to its end.</summary>
    public void LetGo() => File.Create(Path.Combine(Folder, "stop")).Dispose();

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Json()
    {
        var free = (FreeMiB << 20).ToString(CultureInfo.InvariantCulture);
        var extents = (FreeMiB / 4).ToString(CultureInfo.InvariantCulture);
        var snapshot = Snapshot.Length == 0 ? "" : ", " + Volume("snap", Snapshot);
        return $$"""
            {"report": [{
              "vg": [{"vg_name":"vg", "vg_uuid":"u", "vg_attr":"wz--n-", "vg_extent_size":"4194304", "vg_extent_count":"500", "vg_free_count":"{{extents}}", "vg_missing_pv_count":"{{Missing}}"}],
              "pv": [{"vg_name":"vg", "pv_name":"/dev/x", "pv_uuid":"p", "pv_size":"2097152000", "pv_free":"{{free}}", "pv_allocatable":"allocatable", "dev_size":"2101346304", "pe_start":"1048576"}],
              "lv": [{{Volume(Name, "")}}{{snapshot}}]
            }]}
            """;
    }

    private string Volume(string name, string origin) =>
        $$"""{"vg_name":"vg", "lv_name":"{{name}}", "lv_uuid":"{{name}}", "lv_size":"{{_volume.ImageSize.Value}}", "lv_path":"/dev/vg/{{name}}", "lv_attr":"-wi-ao----", "lv_active":"active", "lv_permissions":"writeable", "origin":"{{origin}}", "lv_health_status":"", "data_percent":"", "pool_lv":""}""";
}

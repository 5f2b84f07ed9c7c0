using EventOps.Linux.Processes;

namespace EventOps.Linux.Tests.Lvm;

/// <summary>A volume group on a loop device of 64 MiB; its metadata needs no device-mapper. lvm sees only this device.</summary>
internal sealed class LoopGroup : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("loop-group");

    internal string Name { get; } = "eo" + Guid.NewGuid().ToString("N")[..8];

    internal string Device { get; private set; } = "";

    internal string Config =>
        $"devices {{ use_devicesfile=0 global_filter=[\"a|^{Device}$|\",\"r|.*|\"] }} global {{ wait_for_locks=0 locking_dir=\"{folder.FullName}\" }} backup {{ backup=0 archive=0 }}";

    public async ValueTask DisposeAsync()
    {
        if (Device.Length > 0)
        {
            await Command.RunAsync(new CommandLine("lvm", "vgremove", "--config", Config, "-f", Name));
            await Command.RunAsync(new CommandLine("losetup", "-d", Device));
        }

        folder.Delete(recursive: true);
    }

    internal static async Task<LoopGroup> CreateAsync()
    {
        var group = new LoopGroup();
        var image = Path.Combine(group.folder.FullName, "image");
        await using (var file = File.Create(image))
        {
            file.SetLength(64 << 20);
        }

        group.Device = (await Command.RunAsync(new CommandLine("losetup", "-f", "--show", image))).Output.Text.Trim();
        var made = await Command.RunAsync(new CommandLine("lvm", "vgcreate", "--config", group.Config, group.Name, group.Device));
        Assert.True(made.IsSuccess, made.ToString() + made.Error.Text);
        return group;
    }
}

using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Compares the unit that attaches a pool's images at a boot with what it should be.</summary>
internal static class BootUnitReader
{
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static BootUnitState Read(PoolPolicy pool, string folder = "/etc/systemd/system")
    {
        var file = Path.Combine(folder, BootUnit.NameFor(pool.Name));
        var link = Path.Combine(folder, "local-fs.target.wants", BootUnit.NameFor(pool.Name));
        return new BootUnitState(
            pool.Name,
            !File.Exists(file) ? $"there is no {file}"
            : File.ReadAllText(file) != BootUnit.TextFor(pool) ? $"{file} is not as it should be"
            : new FileInfo(link).LinkTarget is null ? $"there is no {link}"
            : "");
    }
}

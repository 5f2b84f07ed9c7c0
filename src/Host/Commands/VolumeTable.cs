using EventOps.Host.Control;
using EventOps.Model;
using Spectre.Console;

namespace EventOps.Host.Commands;

/// <summary>The table of volumes, as status and the live view show it.</summary>
internal static class VolumeTable
{
    public static Table Of(IReadOnlyList<VolumeStatus> volumes)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("Volume", "State", "Lies on", "Size", "Used", "Available", "Fills at", "Full in", "Ceiling");
        foreach (var volume in volumes)
        {
            table.AddRow(
                new Text(volume.Volume),
                new Text(volume.State),
                new Text(volume.FileSystem.Length == 0 ? "" : $"{volume.FileSystem} on {volume.Storage}"),
                new Text(volume.DeviceSize.ToString()),
                new Text(volume.Used.ToString(), volume.Used >= volume.GrowAt ? new Style(Color.Red) : Style.Plain),
                new Text(volume.Available.ToString()),
                new Text(volume.FillRate.PerSecond > 0 ? volume.FillRate.ToString() : ""),
                new Text(volume.TimeToFull is { } left ? Duration.Format(left) : ""),
                new Text(volume.Ceiling.ToString()));
        }

        return table;
    }
}

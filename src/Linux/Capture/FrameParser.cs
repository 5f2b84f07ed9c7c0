using System.Net.Sockets;
using System.Text;
using EventOps.Linux.Lvm;
using EventOps.Linux.Mounts;
using EventOps.Linux.Netlink;
using EventOps.Linux.Nftables;
using EventOps.Linux.Notify;
using EventOps.Linux.Routing;
using EventOps.Linux.Sockets;
using EventOps.Linux.Uevents;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Capture;

/// <summary>Gives a captured frame to the parser that read it when it was received. Nothing is touched but the bytes.</summary>
public static class FrameParser
{
    private const string Malformed = "malformed";

    public static FrameContents Parse(CapturedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var bytes = frame.Bytes.Span;
        try
        {
            return frame.Source switch
            {
                _ when !frame.IsWhole => new FrameContents("", [], $"only {bytes.Length} of {frame.Size} bytes were kept"),
                FrameSource.RouteNetlink => Route(bytes),
                FrameSource.NetfilterNetlink => Netfilter(bytes),
                FrameSource.GenericNetlink => Generic(bytes),
                FrameSource.SocketDiagnosis => Sockets(bytes),
                FrameSource.Uevent => Uevent.Parse(bytes) is { } uevent
                    ? new FrameContents(nameof(Uevent), [$"{uevent.Action} {uevent.DevPath} {string.Join(' ', uevent.Properties.Select(p => $"{p.Key}={p.Value}"))}"])
                    : new FrameContents(nameof(Uevent), [], Malformed),
                FrameSource.Inotify => Inotify(bytes),
                FrameSource.Fanotify => Fanotify(bytes),
                FrameSource.MountInfo => Mounts(bytes),
                FrameSource.WireGuardProgram => WireGuard(frame.About, bytes),
                FrameSource.Nftables or FrameSource.ToolOutput => Tool(frame.About, bytes),
                _ => new FrameContents("", []),
            };
        }
        catch (Exception e) when (e is FormatException or LvmOutputException)
        {
            return new FrameContents(frame.Source.ToString(), [], e.Message);
        }
    }

    private static FrameContents Route(ReadOnlySpan<byte> bytes)
    {
        var changes = new List<NetworkChange>();
        var isSound = RouteMonitor.Take(bytes, changes);
        return Of(nameof(RouteMonitor), changes.Select(c => (c.IsRemoved ? "gone: " : "") + c.Object), isSound);
    }

    private static FrameContents Netfilter(ReadOnlySpan<byte> bytes)
    {
        var changes = new List<NftChange>();
        var isSound = NftMonitor.Take(bytes, changes);
        return Of(nameof(NftMonitor), changes.Select(c => c.ToString()), isSound);
    }

    private static FrameContents Generic(ReadOnlySpan<byte> bytes)
    {
        const int Controller = 16;
        var (found, isSound) = (new List<string>(), true);
        var reader = new NetlinkMessageReader(bytes);
        while (reader.Read())
        {
            var device = reader.Type > Controller ? DeviceParser.Parse(reader.Payload) : null;
            isSound &= reader.Type <= Controller || device is not null;
            found.AddRange(device is null ? [] : [Text(device)]);
        }

        return Of(nameof(DeviceParser), found, isSound && !reader.IsMalformed);
    }

    private static FrameContents Sockets(ReadOnlySpan<byte> bytes)
    {
        const int ByFamily = 20;
        var (found, isSound) = (new List<string>(), true);
        var reader = new NetlinkMessageReader(bytes);
        while (reader.Read())
        {
            if (reader.Type == ByFamily)
            {
                // Which protocol was asked for stands in the question only; here it merely tells how a count is meant.
                var listener = Listener.Parse(ProtocolType.Unspecified, reader.Payload);
                isSound &= listener is not null;
                found.AddRange(listener is null ? [] : [listener.ToString()]);
            }
        }

        return Of(nameof(Listener), found, isSound && !reader.IsMalformed);
    }

    private static FrameContents Inotify(ReadOnlySpan<byte> bytes)
    {
        var events = new List<InotifyEvent>();
        var isSound = InotifyRecords.Parse(bytes, events);
        return Of(nameof(InotifyRecords), events.Select(e => $"watch {e.Watch}: {e.Mask} {e.Name.ToDisplay()}".TrimEnd()), isSound);
    }

    private static FrameContents Fanotify(ReadOnlySpan<byte> bytes)
    {
        var events = new List<string>();

        // The descriptors in it are numbers of another time, and not to be closed.
        var isSound = FanotifyRecords.Parse(bytes, (mask, identity, _) => events.Add($"filesystem {identity.Value:x16}: {mask}"));
        return Of(nameof(FanotifyRecords), events, isSound);
    }

    private static FrameContents Mounts(ReadOnlySpan<byte> bytes)
    {
        var table = MountInfo.Parse(bytes);
        return Of(nameof(MountInfo), table.Mounts.Select(m => m.ToString()), table.SkippedLines == 0);
    }

    private static FrameContents WireGuard(string name, ReadOnlySpan<byte> bytes)
    {
        var device = UserspaceParser.Parse(name, bytes, out var errno);
        return new FrameContents(nameof(UserspaceParser), [errno == 0 ? Text(device) : $"errno {errno}"]);
    }

    private static FrameContents Tool(string about, ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (about == NftablesSession.ListCommand)
        {
            return text.StartsWith('{')
                ? Of(nameof(NftRulesetParser), NftRulesetParser.Parse(text, NftText.Rules("")).Rules.Select(r => $"{r.Family} {r.Table} {r.Chain}: {r.Expressions}"), true)
                : Of(nameof(NftText), NftText.Rules(text).Select(r => $"{r.Key.Family} {r.Key.Table} {r.Key.Chain}: {r.Value}"), true);
        }

        if (about.Contains(" fullreport ", StringComparison.Ordinal))
        {
            var report = LvmParser.Parse(about, bytes, "");
            return Of(nameof(LvmParser), report.Groups.Select(g => g.Name).Concat(report.Unused.Select(p => p.Name)), true);
        }

        if (about.EndsWith("tables-legacy-save", StringComparison.Ordinal))
        {
            return Of(nameof(LegacyListing), LegacyListing.Parse(AddressFamily.InterNetwork, text).Rules.Select(r => r.Text), true);
        }

        return new FrameContents("", text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Text(WireGuardDevice device) => $"{device.Name} port {device.ListenPort}, {string.Join(", ", device.Peers.Select(p => $"peer {p.PublicKey}"))}";

    private static FrameContents Of(string parser, IEnumerable<string> items, bool isSound) => new(parser, [.. items], isSound ? "" : Malformed);
}

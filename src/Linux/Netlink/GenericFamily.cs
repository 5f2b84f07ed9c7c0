using EventOps.Linux.Native;

namespace EventOps.Linux.Netlink;

/// <summary>Families of generic netlink have names; their numbers are given out when they come (linux/genetlink.h).</summary>
public static class GenericFamily
{
    private const int Controller = 16;
    private const byte GetFamily = 3;
    private const int Number = 1;
    private const int Name = 2;

    /// <summary>The message type of a family; null when the kernel has none of that name, which it may first try to load.</summary>
    /// <exception cref="LinuxException">The question was refused.</exception>
    public static int? Find(NetlinkClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client);
        int? found = null;
        var request = new NetlinkRequest(Controller, NetlinkFlags.Acknowledge).Fixed([GetFamily, 1, 0, 0]).Text(Name, name);
        var answer = client.Ask(request, "CTRL_CMD_GETFAMILY", name, (in NetlinkMessageReader message) =>
        {
            var reader = new AttributeReader(message.Payload.Length < 4 ? default : message.Payload[4..]);
            while (reader.Read())
            {
                found = reader.Type == Number ? reader.GetUInt16() : found;
            }
        });
        if (answer.Errno == Errno.ENOENT)
        {
            return null;
        }

        NetlinkClient.ThrowIfRefused(answer, "CTRL_CMD_GETFAMILY", name);
        return found;
    }
}

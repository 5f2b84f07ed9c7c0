using System.Net;
using System.Text;
using EventOps.Linux.Capture;
using EventOps.Linux.Netlink;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.Capture;

public sealed class FrameSecretsTests
{
    private static readonly byte[] Private = [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))];
    private static readonly byte[] Preshared = [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 5))];
    private static readonly byte[] Public = [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 3))];

    [Fact]
    public void A_device_of_generic_netlink_keeps_all_but_its_secrets()
    {
        var frame = Device();
        FrameSecrets.Erase(FrameSource.GenericNetlink, frame);
        AssertHidden(frame);
        var device = DeviceParser.Parse(frame.AsSpan(16))!;
        Assert.Equal(("wg0", new WireGuardKey(Public), 51820), (device.Name, device.PublicKey!.Value, (int)device.ListenPort));
        Assert.Equal([new WireGuardKey(Public), new WireGuardKey(Public)], device.Peers.Select(p => p.PublicKey));
        Assert.All(device.Peers, p => Assert.True(p.Preshared.IsNone));
    }

    [Fact]
    public void A_datagram_that_is_cut_anywhere_hides_them_too()
    {
        var whole = Device();
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            FrameSecrets.Erase(FrameSource.GenericNetlink, cut);
            AssertHidden(cut);
        }
    }

    [Fact]
    public void A_length_that_lies_anywhere_hides_them_too()
    {
        // A wrong length of any attribute moves what follows: nothing of it can be trusted to be no key.
        var whole = Device();
        for (var at = 16; at + 1 < whole.Length; at += 4)
        {
            foreach (var length in (int[])[1, 3, 5, 0x7fff])
            {
                var wrong = (byte[])whole.Clone();
                BitConverter.TryWriteBytes(wrong.AsSpan(at), (ushort)length);
                var before = DeviceParser.Parse(wrong.AsSpan(16));
                FrameSecrets.Erase(FrameSource.GenericNetlink, wrong);
                if (before is null)
                {
                    AssertHidden(wrong);
                }
            }
        }
    }

    [Fact]
    public void A_refusal_that_repeats_the_request_keeps_its_error_alone()
    {
        var request = Device();
        byte[] refusal = [.. BitConverter.GetBytes(16 + 4 + request.Length), 2, 0, 0, 0, .. new byte[8], .. BitConverter.GetBytes(-22), .. request];
        FrameSecrets.Erase(FrameSource.GenericNetlink, refusal);
        AssertHidden(refusal);
        Assert.Equal(22, NetlinkAnswer.Parse(refusal.AsSpan(16), NetlinkFlags.None)!.Value.Errno);
    }

    [Fact]
    public void An_answer_of_a_program_keeps_all_but_its_secrets()
    {
        var text = $"private_key={Convert.ToHexStringLower(Private)}\nlisten_port=51820\npublic_key={Convert.ToHexStringLower(Public)}\npreshared_key={Convert.ToHexStringLower(Preshared)}\nrx_bytes=7\nerrno=0\n\n";
        var frame = Encoding.ASCII.GetBytes(text);
        FrameSecrets.Erase(FrameSource.WireGuardProgram, frame);
        AssertHidden(frame);
        var device = UserspaceParser.Parse("wg0", frame, out var errno);
        Assert.Equal((0, 51820, new WireGuardKey(Public), 7UL), (errno, (int)device.ListenPort, device.Peers[0].PublicKey, device.Peers[0].ReceivedBytes));
        Assert.Null(device.PublicKey);
    }

    [Theory]
    [InlineData(FrameSource.ToolOutput)]
    [InlineData(FrameSource.ToolError)]
    [InlineData(FrameSource.Nftables)]
    public void What_a_tool_prints_of_a_configuration_file_keeps_no_key(FrameSource source)
    {
        var frame = Encoding.ASCII.GetBytes($"[#] wg set wg0 private-key <(echo {Convert.ToBase64String(Private)})\nPrivateKey={Convert.ToBase64String(Private)}\n{Convert.ToBase64String(Preshared)}");
        FrameSecrets.Erase(source, frame);
        AssertHidden(frame);
        Assert.StartsWith("[#] wg set wg0 private-key <(echo AAAA", Encoding.ASCII.GetString(frame), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_words_stay_as_they_are()
    {
        var text = "/dev/disk/by-id/ata-QEMU_HARDDISK_QM00001-part1 size=4096 uuid=4a0a2b3c-0000-1111-2222-333344445555 x=" + new string('b', 42) + "=\n";
        var frame = Encoding.ASCII.GetBytes(text);
        FrameSecrets.Erase(FrameSource.ToolOutput, frame);
        Assert.Equal(text, Encoding.ASCII.GetString(frame));
    }

    [Fact]
    public void Any_bytes_are_taken() => Hostile.Sample(Device(), bytes =>
    {
        foreach (var source in Enum.GetValues<FrameSource>())
        {
            FrameSecrets.Erase(source, (byte[])bytes.Clone());
        }

        return true;
    });

    private static void AssertHidden(byte[] frame)
    {
        var text = Encoding.Latin1.GetString(frame);
        foreach (var secret in (byte[][])[Private, Preshared])
        {
            // Not even a third of one.
            Assert.DoesNotContain(Encoding.Latin1.GetString(secret.AsSpan(0, 10)), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Encoding.Latin1.GetString(secret.AsSpan(22)), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(secret)[..20], text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(secret)[..20], text, StringComparison.Ordinal);
        }
    }

    private static byte[] Device() => new NetlinkRequest(30, NetlinkFlags.None)
        .Fixed([0, 1, 0, 0])
        .UInt32(1, 7).Text(2, "wg0").Bytes(3, Private).Bytes(4, Public).UInt16(6, 51820)
        .Nest(8, peers => peers.Nest(0, Peer).Nest(1, Peer))
        .ToMessage(0).ToArray();

    private static void Peer(NetlinkRequest peer) => peer
        .Bytes(1, Public).Bytes(2, Preshared).UInt16(5, 25)
        .Nest(9, all => all.Nest(0, one => one.UInt16(1, 2).Address(2, IPAddress.Parse("192.168.0.1")).Byte(3, 32)));
}

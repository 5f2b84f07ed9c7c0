using System.Buffers.Binary;
using EventOps.Linux.Routing;

namespace EventOps.Linux.Tests.Routing;

/// <summary>What the kernel tells of an XDP program (IFLA_XDP of linux/if_link.h).</summary>
public sealed class LinkTests
{
    private const int Attached = 2;
    private const int Program = 4;

    [Fact]
    public void A_program_is_told_with_its_number()
    {
        var link = Assert.IsType<Link>(Link.Parse(Message([.. Attribute(Attached, [1]), .. Attribute(Program, [98, 0, 0, 0])])));
        Assert.Equal((true, 98u), (link.HasXdp, link.XdpProgram));
    }

    [Fact]
    public void Without_a_program_there_is_neither()
    {
        var link = Assert.IsType<Link>(Link.Parse(Message(Attribute(Attached, [0]))));
        Assert.Equal((false, 0u), (link.HasXdp, link.XdpProgram));
    }

    [Fact]
    public void An_attribute_that_is_cut_short_makes_it_malformed()
    {
        var whole = Message([.. Attribute(Attached, [1]), .. Attribute(Program, [98, 0])]);
        Assert.Null(Link.Parse(whole));
        Assert.Null(Link.Parse(whole.AsSpan(0, whole.Length - 6)));
    }

    private static byte[] Message(byte[] xdp)
    {
        var header = new byte[16];
        header[4] = 2;
        return [.. header, .. Attribute(LinkAttribute.Name, [.. "eth0\0"u8]), .. Attribute(LinkAttribute.Xdp, xdp)];
    }

    private static byte[] Attribute(int type, byte[] value)
    {
        var attribute = new byte[4 + ((value.Length + 3) & ~3)];
        BinaryPrimitives.WriteUInt16LittleEndian(attribute, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(attribute.AsSpan(2), (ushort)type);
        value.CopyTo(attribute, 4);
        return attribute;
    }
}

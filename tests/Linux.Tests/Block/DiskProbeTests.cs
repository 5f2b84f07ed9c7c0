using System.Buffers.Binary;
using EventOps.Linux.Block;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests.Block;

/// <summary>What counts as blank decides what may be written over.</summary>
public sealed class DiskProbeTests : IDisposable
{
    private const int Size = 8 << 20;
    private readonly ScratchFolder _folder = new();
    private readonly byte[] _disk = new byte[Size];

    [Fact]
    public void Zeros_are_blank() => Assert.Equal(DiskSignature.Blank, Probe());

    [Theory]
    [InlineData(0)]
    [InlineData(1080)]
    [InlineData(65600)]
    [InlineData((4 << 20) - 1)]
    [InlineData(Size - 512)]
    public void A_byte_where_something_leaves_its_mark_is_something(int at)
    {
        _disk[at] = 1;
        Assert.Equal(DiskSignature.Other, Probe());
    }

    [Fact]
    public void A_label_of_LVM_is_a_physical_volume()
    {
        Label();
        Assert.Equal(DiskSignature.PhysicalVolume, Probe());
    }

    [Theory]
    [InlineData(32, "NMifTxPqhW5x67hGIqBMCRcFdK80F3eH", true)]
    [InlineData(480, "NMifTxPqhW5x67hGIqBMCRcFdK80F3eH", true)]
    [InlineData(481, "NMifTxPqhW5x67hGIqBMCRcFdK80F3e", false)]
    [InlineData(0xffffffff, "", false)]
    [InlineData(32, "", false)]
    public void A_label_names_its_disk_or_makes_no_sense(uint at, string id, bool isSensible)
    {
        Label();
        var label = _disk.AsSpan(512);
        BinaryPrimitives.WriteUInt32LittleEndian(label[20..], at);
        if (id.Length > 0)
        {
            System.Text.Encoding.ASCII.GetBytes(id).CopyTo(label[(int)at..]);
        }

        Assert.Equal(DiskSignature.PhysicalVolume, Probe());
        Assert.Equal(isSensible ? id : null, DiskProbe.LabelOf(LinuxPath.FromString(Path.Combine(_folder.Path, "disk"))));
    }

    [Fact]
    public void What_pvremove_leaves_of_a_disk_in_no_group_is_blank()
    {
        MetadataArea(1044480, 0);
        _disk[10000] = (byte)'v';
        Assert.Equal(DiskSignature.Blank, Probe());

        // What its extents held before is not nothing.
        _disk[2 << 20] = 1;
        Assert.Equal(DiskSignature.Released, Probe());
        _disk[1080] = 1;
        Assert.Equal(DiskSignature.Other, Probe());
    }

    [Theory]
    [InlineData(1044480, 512)]
    [InlineData(-1, 0)]
    [InlineData(long.MaxValue, 0)]
    public void A_metadata_area_that_is_in_use_or_of_no_sensible_size_is_not_blank(long length, long metadataAt)
    {
        MetadataArea(length, metadataAt);
        Assert.Equal(DiskSignature.Other, Probe());
    }

    public void Dispose() => _folder.Dispose();

    private DiskSignature Probe()
    {
        var path = Path.Combine(_folder.Path, "disk");
        File.WriteAllBytes(path, _disk);
        return DiskProbe.Read(LinuxPath.FromString(path), Size);
    }

    private void Label()
    {
        "LABELONE"u8.CopyTo(_disk.AsSpan(512));
        "LVM2 001"u8.CopyTo(_disk.AsSpan(512 + 24));
    }

    private void MetadataArea(long length, long metadataAt)
    {
        var area = _disk.AsSpan(4096);
        " LVM2 x[5A%r0N*>"u8.CopyTo(area[4..]);
        BinaryPrimitives.WriteInt64LittleEndian(area[24..], 4096);
        BinaryPrimitives.WriteInt64LittleEndian(area[32..], length);
        BinaryPrimitives.WriteInt64LittleEndian(area[40..], metadataAt);
    }
}

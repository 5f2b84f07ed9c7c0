using CsCheck;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests.FileSystems;

public sealed class Ext4SuperblockTests
{
    private static byte[] Valid(uint low, uint high, uint shift, uint incompatible)
    {
        var raw = new byte[1024];
        BitConverter.TryWriteBytes(raw.AsSpan(0x04), low);
        BitConverter.TryWriteBytes(raw.AsSpan(0x18), shift);
        BitConverter.TryWriteBytes(raw.AsSpan(0x38), (ushort)0xef53);
        BitConverter.TryWriteBytes(raw.AsSpan(0x60), incompatible);
        BitConverter.TryWriteBytes(raw.AsSpan(0x150), high);
        return raw;
    }

    [Fact]
    public void The_high_half_of_the_block_count_counts_only_with_64bit()
    {
        Assert.Equal((1UL << 32) + 7, Ext4Superblock.Parse(Valid(7, 1, 2, 0x80))!.Blocks);
        Assert.Equal(7UL, Ext4Superblock.Parse(Valid(7, 1, 2, 0))!.Blocks);
    }

    [Theory]
    [InlineData(50, 1000, 5)]
    [InlineData(0, 1000, 0)]
    [InlineData(43, 1000, 4.5)]
    [InlineData(500, 1000, 50)]
    public async Task What_is_kept_for_root_is_told_in_half_percents(int reserved, int blocks, double share)
    {
        using var folder = new ScratchFolder();
        var raw = Valid((uint)blocks, 0, 2, 0);
        BitConverter.TryWriteBytes(raw.AsSpan(0x08), reserved);
        var file = Path.Combine(folder.Path, "ext4");
        await File.WriteAllBytesAsync(file, [.. new byte[Ext4Superblock.Offset], .. raw], TestContext.Current.CancellationToken);

        Assert.Equal(share, Ext4Reserve.Share(LinuxPath.FromString(file))?.Value);
        Assert.Null(Ext4Reserve.Share(LinuxPath.FromString(folder.Path)));
    }

    [Fact]
    public void Half_a_superblock_and_foreign_bytes_are_none()
    {
        Assert.Null(Ext4Superblock.Parse(Valid(7, 1, 2, 0).AsSpan(0, 1023)));
        Assert.Null(Ext4Superblock.Parse(new byte[1024]));
        Assert.Null(Ext4Superblock.Parse(Valid(7, 1, 40, 0)));
    }

    [Fact]
    public void Any_bytes_give_a_sane_superblock_or_none() =>
        Gen.Select(Gen.Byte.Array[1024], Gen.Bool).Sample((raw, withMagic) =>
        {
            if (withMagic)
            {
                BitConverter.TryWriteBytes(raw.AsSpan(0x38), (ushort)0xef53);
                raw[0x18] &= 7;
                raw.AsSpan(0x19, 3).Clear();
            }

            var super = Ext4Superblock.Parse(raw);
            return super is null || (super.Size >= 0 && super.BlockSize is >= 1024 and <= 65536);
        });
}

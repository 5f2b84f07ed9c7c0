using System.Text;
using CsCheck;
using EventOps.Host.Settings;

namespace EventOps.Host.Tests.Settings;

public sealed class SettingsFuzzTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(SettingsText.Complete);

    // What tears TOML apart, and what numbers and paths are afraid of.
    private static readonly string[] Pieces =
    [
        "\"", "'", "\"\"\"", "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "#", "\n", "\r", "\0", "\\", "\\u0000", "\u001B", "nan", "-inf", "1e308",
        "-1", "99999999999999999999", "0", "%", "%%", "💾", "\uFEFF", "1979-05-27", "true", "[[volume]]\n", "[daemon]\n", "volume = 1\n", "a.b.c = 1\n",
        "volume.x = {}\n", "[volume.a.b]\n", "\"\" = 1\n", "P", "s", "/", "..",
    ];

    [Fact]
    public void L1_No_damage_to_a_valid_file_throws_and_each_is_either_settings_or_problems() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, Valid.Length - 1], Gen.Int[0, 60], Gen.Int[0, Pieces.Length - 1], Gen.Byte).Array[1, 6].Sample(
            damages => Check(damages.Aggregate(Valid, Damage)), iter: 20_000);

    [Fact]
    public void L1_No_bytes_throw() => Gen.Byte.Array[0, 300].Sample(Check, iter: 10_000);

    [Fact]
    public void L1_No_heap_of_TOML_pieces_throws() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Sample(pieces => Check(Encoding.UTF8.GetBytes(string.Concat(pieces.Select(p => Pieces[p])))), iter: 10_000);

    [Fact]
    public void L1_Every_prefix_of_a_valid_file_is_read_or_refused()
    {
        for (var length = 0; length <= Valid.Length; length++)
        {
            Check(Valid[..length]);
        }
    }

    [Fact]
    public void L2_Bombs_are_refused_without_harm()
    {
        const int Million = 1 << 20;
        string[] bombs =
        [
            "a = " + new string('[', Million - 4),
            "a = " + string.Concat(Enumerable.Repeat("{a=", 300_000)),
            string.Concat(Enumerable.Repeat("a.", 500_000)) + "a = 1",
            "[" + string.Concat(Enumerable.Repeat("a.", 500_000)) + "a]",
            new string('[', Million),
            new string('"', Million),
            "mode = \"" + new string('x', Million - 20) + "\"",
            "\"" + new string('x', Million - 20) + "\" = 1",
            "[journal]\nbudget = \"" + new string('9', Million - 30) + "\"",
            "a = 1\n" + string.Concat(Enumerable.Repeat("a=1\n", 200_000)),
            "[a]\nx = \"" + new string('x', 500_000) + "\"\n" + string.Concat(Enumerable.Repeat("[a]\n", 100_000)),
            string.Concat(Enumerable.Repeat("[[volume]]\n", 90_000)),
        ];
        Assert.All(bombs, bomb =>
        {
            var result = SettingsText.Parse(bomb);
            Assert.NotEmpty(result.Problems);
            Assert.True(result.Problems.Sum(p => (long)p.ToString().Length) < 1_000_000, "the messages themselves are a bomb");
        });
    }

    private static byte[] Damage(byte[] text, (int Kind, int At, int Length, int Piece, byte Byte) damage)
    {
        if (text.Length == 0)
        {
            return text;
        }

        var at = damage.At % text.Length;
        var end = Math.Min(text.Length, at + damage.Length);
        var piece = Encoding.UTF8.GetBytes(Pieces[damage.Piece]);
        return damage.Kind switch
        {
            0 => [.. text[..at], damage.Byte, .. text[(at + 1)..]],
            1 => [.. text[..at], .. text[end..]],
            2 => [.. text[..end], .. text[at..]],
            3 or 4 => [.. text[..at], .. piece, .. text[at..]],
            5 => [.. text[..at], .. piece, .. text[end..]],
            _ => text[..at],
        };
    }

    private static void Check(byte[] bytes)
    {
        var result = DaemonSettings.Parse("f", bytes);
        Assert.Equal(result.IsValid, result.Problems.Count == 0);
        foreach (var problem in result.Problems)
        {
            Assert.DoesNotContain(problem.ToString(), char.IsControl);
            Assert.True(problem.Excerpt.Length < 600 && problem.What.Length > 0 && problem.Cure.Length > 0);
        }
    }
}

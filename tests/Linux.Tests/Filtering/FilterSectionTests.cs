using EventOps.Linux.Filtering;

namespace EventOps.Linux.Tests.Filtering;

/// <summary>The daemon's own part of nftables.conf, as text.</summary>
public sealed class FilterSectionTests
{
    private const string Rule = "insert rule inet x in iifname \"wg0\" tcp dport 8080 accept comment \"eventops\"";

    private static readonly string Section = FilterSection.With("", [Rule]);

    [Fact]
    public void It_stands_at_the_end_between_two_remarks() => Assert.Equal(
        $"table inet x\n# Written by EventOps: what its settings say must pass. It is written anew as a whole.\n{Rule}\n# End of what EventOps wrote.\n",
        FilterSection.With("table inet x", [Rule]));

    [Theory]
    [InlineData("table inet x\n", "")]
    [InlineData("table inet x\n", "table inet later\n")]
    [InlineData("", "# a remark\n")]
    [InlineData("table inet x\r\n", "table inet later")]
    public void One_that_is_there_is_replaced_as_a_whole_and_nothing_else_is_touched(string before, string after)
    {
        Assert.Equal(before + after, FilterSection.Without(before + Section + after));
        Assert.Equal(before + after, FilterSection.With(before + Section + after, []));
        var written = FilterSection.With(before + Section + after, [Rule, Rule]);
        Assert.Equal(FilterSection.With(before + after, [Rule, Rule]), written);
        Assert.StartsWith(before + after, written, StringComparison.Ordinal);
        Assert.Equal(written, FilterSection.With(written, [Rule, Rule]));
    }

    [Theory]
    [InlineData("flush ruleset\n")]
    [InlineData("# mine\n")]
    [InlineData("insert rule inet x in drop\nadd table inet y\n")]
    public void Where_somebody_wrote_into_it_it_is_theirs(string line)
    {
        var text = Section.Replace("# End", line + "# End", StringComparison.Ordinal);
        Assert.Equal(text, FilterSection.Without(text));
    }

    [Fact]
    public void One_without_its_end_takes_nothing_with_it_that_comes_before_another()
    {
        var cut = Section.Split("# End")[0] + "table inet y\n";
        Assert.Equal(cut, FilterSection.Without(cut + Section));
    }
}

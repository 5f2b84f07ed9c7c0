namespace EventOps.Rules.Bench;

/// <summary>One row of the table.</summary>
/// <param name="Unit">What is counted: changes a second (more is better), or ms, MB (less is better).</param>
/// <param name="NRules">What NRules 1.0.4 did, measured once on a 2-core machine.</param>
/// <param name="Wanted">What is to be reached.</param>
/// <param name="Bytes">Allocated for each change.</param>
/// <param name="NRulesBytes">The same of NRules.</param>
/// <param name="WantedBytes">What may be allocated; null when nothing is said.</param>
internal sealed record Result(
    string Name, string What, string Unit, double Measured, double NRules, double Wanted, double? Bytes = null, double? NRulesBytes = null, double? WantedBytes = null)
{
    public bool IsReached => (Unit == "1/s" ? Measured >= Wanted : Measured <= Wanted) && (WantedBytes is null || Bytes <= WantedBytes + 0.5);

    public double Ratio => Unit == "1/s" ? Measured / NRules : NRules / Measured;
}

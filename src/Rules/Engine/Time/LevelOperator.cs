namespace EventOps.Rules.Engine.Time;

/// <summary>Raise and clear levels.</summary>
internal sealed class LevelOperator<T>(Func<object?[], T> value, T raise, T clear) : TimeOperator
    where T : IComparable<T>
{
    private readonly int _sign = clear.CompareTo(raise) > 0 ? -1 : 1;

    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting)
    {
        var number = value(values);
        state.On = Math.Sign(number.CompareTo(state.On ? clear : raise)) * _sign >= 0;
        return state.On;
    }

    public override void Break(TimeState state) => state.On = false;
}

using System.Linq.Expressions;
using System.Numerics;

namespace EventOps.Rules.Engine.Time;

/// <summary>Compiles what time operators read of a match.</summary>
internal interface ITimeCompiler
{
    Func<object?[], T> Getter<T>(LambdaExpression value);

    Func<object?[], double> Number<T>(LambdaExpression value)
        where T : INumber<T>
    {
        var getter = Getter<T>(value);
        return values => double.CreateChecked(getter(values));
    }
}

using System.Linq.Expressions;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>
/// Expressions that are compiled when they are first called. On most hosts most rules never see a fact of theirs, and compiling
/// is what loading a rule costs most of its time.
/// </summary>
internal static class LazyCompilation
{
    public static Func<T, TResult> CompileLazily<T, TResult>(this Expression<Func<T, TResult>> lambda)
    {
        Func<T, TResult>? compiled = null;
        return argument => (compiled ??= lambda.Compile())(argument);
    }

    public static Func<T1, T2, TResult> CompileLazily<T1, T2, TResult>(this Expression<Func<T1, T2, TResult>> lambda)
    {
        Func<T1, T2, TResult>? compiled = null;
        return (first, second) => (compiled ??= lambda.Compile())(first, second);
    }

    public static Func<T1, T2, T3, TResult> CompileLazily<T1, T2, T3, TResult>(this Expression<Func<T1, T2, T3, TResult>> lambda)
    {
        Func<T1, T2, T3, TResult>? compiled = null;
        return (first, second, third) => (compiled ??= lambda.Compile())(first, second, third);
    }

    public static Action<T1, T2> CompileLazily<T1, T2>(this Expression<Action<T1, T2>> lambda)
    {
        Action<T1, T2>? compiled = null;
        return (first, second) => (compiled ??= lambda.Compile())(first, second);
    }
}

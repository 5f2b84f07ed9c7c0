using EventOps.Model;

namespace EventOps.Rules.Language;

/// <summary>Shorter ways to say what actions often do.</summary>
public static class ContextExtensions
{
    /// <summary>Wants a state of the machine; the guard decides whether it may be brought about.</summary>
    public static void Act(this IContext context, Intent intent)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(intent);
        context.Resolve<IIntentSink>().Accept(intent, context.Match);
    }

    /// <summary>Changes a fact in place, then tells the engine.</summary>
    public static void Update<T>(this IContext context, T fact, Action<T> updateAction)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(updateAction);
        updateAction(fact);
        context.Update(fact);
    }

    public static TService Resolve<TService>(this IContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (TService)context.Resolve(typeof(TService));
    }
}

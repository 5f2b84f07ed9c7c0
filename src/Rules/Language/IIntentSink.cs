using EventOps.Model;

namespace EventOps.Rules.Language;

/// <summary>Where the intents of rules go. Called from within an action, in order.</summary>
public interface IIntentSink
{
    /// <param name="match">What made the rule want it; valid during the call only.</param>
    void Accept(Intent intent, IMatch match);
}

namespace EventOps.Rules.Engine;

/// <summary>Told whose code runs, so that a condition or an action that never comes to an end can be named.</summary>
public interface IRuleWatch
{
    /// <summary>Code of this rule is about to run: a condition, a key, a computed value or an action. Called often; must be quick and must not throw.</summary>
    /// <param name="rule">Its place in load order, from 0.</param>
    void Begins(int rule);
}

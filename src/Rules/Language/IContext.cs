namespace EventOps.Rules.Language;

/// <summary>What an action may use. Changes to facts take effect at once; the rules they make ready run after this action.</summary>
public interface IContext
{
    IRuleDefinition Rule { get; }

    IMatch Match { get; }

    CancellationToken CancellationToken { get; }

    /// <summary>The event stream's time; rules know no other.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Ends this firing round after the present rule; what waits stays on the agenda.</summary>
    void Halt();

    /// <exception cref="ArgumentException">The fact is known already.</exception>
    void Insert(object fact);

    void InsertAll(IEnumerable<object> facts);

    bool TryInsert(object fact);

    /// <exception cref="ArgumentException">The fact is not known, or belongs to a match.</exception>
    void Update(object fact);

    void UpdateAll(IEnumerable<object> facts);

    bool TryUpdate(object fact);

    /// <exception cref="ArgumentException">The fact is not known, or belongs to a match.</exception>
    void Retract(object fact);

    void RetractAll(IEnumerable<object> facts);

    bool TryRetract(object fact);

    /// <summary>Keys of the facts that this match holds up.</summary>
    IEnumerable<object> GetLinkedKeys();

    /// <summary>The fact that this match holds up under the key, or null.</summary>
    object? GetLinked(object key);

    /// <summary>Inserts a fact that stands as long as this match.</summary>
    void InsertLinked(object key, object fact);

    void InsertAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts);

    void UpdateLinked(object key, object fact);

    void UpdateAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts);

    void RetractLinked(object key, object fact);

    void RetractAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts);

    object Resolve(Type serviceType);
}

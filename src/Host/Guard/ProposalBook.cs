using EventOps.Model;

namespace EventOps.Host.Guard;

/// <summary>What waits for an operator's yes, and what has got one. Written on the pipeline's loop, read from anywhere.</summary>
internal sealed class ProposalBook
{
    private readonly Dictionary<string, DateTimeOffset> _approved = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<Proposal> _open = [];

    /// <summary>Proposed since the storage was last looked at, and not approved.</summary>
    public IReadOnlyList<Proposal> Open => _open;

    public void Approve(ProposalApproved approved) => _approved[approved.Name] = approved.At;

    /// <summary>A yes is for one action.</summary>
    public void Ended(Proposal proposal) => _approved.Remove(proposal.Name);

    /// <summary>What still stands is proposed again right after this.</summary>
    public void Looked() => _open = [];

    /// <returns>What it waits for; null when it may be carried out.</returns>
    public string? Awaits(Proposal proposal, DateTimeOffset now)
    {
        if (_approved.TryGetValue(proposal.Name, out var at) && now - at <= ProposalApproved.Holds)
        {
            _open = [.. _open.Where(p => p.Name != proposal.Name)];
            return null;
        }

        _open = [.. _open.Where(p => p.Name != proposal.Name), proposal];
        return $"{proposal.Risk}. To have it done: eventops approve {proposal.Name}";
    }
}

using System.Net;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// The neighbours that something wanted needs, as far as there is something to tell of them: those that do not answer, and those whose link-layer address was set
/// for good. The kernel asks after each again and again; of those that answer nothing is kept.
/// </summary>
/// <param name="nameOf">Of a link, by its index.</param>
internal sealed class NeighbourPicture(NetworkPolicy policy, Func<int, string> nameOf)
{
    private readonly HashSet<(string Link, IPAddress Address)> _wanted = [.. NetworkPlan.NeighboursOf(policy).Select(n => (n.Link, IPAddress.Parse(n.Address)))];

    /// <summary>The link-layer address that was set; empty for one that does not answer.</summary>
    private Dictionary<(int Link, IPAddress Address), string> _told = [];

    /// <summary>Whether there is any that matters.</summary>
    public bool AreWanted => _wanted.Count > 0;

    /// <summary>Takes all that there are in the place of what was known.</summary>
    public void Replace(IEnumerable<Neighbour> neighbours)
    {
        var before = _told;
        _told = [];
        foreach (var neighbour in neighbours.Where(Concerns))
        {
            // One that is being asked is what it was.
            if (before.TryGetValue(KeyOf(neighbour), out var known) && known.Length == 0)
            {
                _told[KeyOf(neighbour)] = known;
            }

            Take(neighbour);
        }
    }

    /// <param name="isByKernel">Nobody asked for the change: that one does not answer only the kernel finds, and whoever removes one leaves it as failed for a moment.</param>
    /// <returns>Whether there is something else to tell now.</returns>
    public bool Apply(Neighbour neighbour, bool isRemoved, bool isByKernel)
    {
        if (!Concerns(neighbour))
        {
            return false;
        }

        if (isRemoved || (neighbour.State is NeighbourState.Failed && !isByKernel))
        {
            // The kernel clears away whom it need not ask, and a silent one is silent for as long.
            return !(isByKernel && _told.GetValueOrDefault(KeyOf(neighbour)) is "") && _told.Remove(KeyOf(neighbour));
        }

        return Take(neighbour);
    }

    public IEnumerable<NetworkNeighbour> Facts() =>
        _told.Where(t => _wanted.Contains((nameOf(t.Key.Link), t.Key.Address))).Select(t => new NetworkNeighbour(nameOf(t.Key.Link), t.Key.Address.ToString(), t.Value));

    /// <summary>What a fact of it is told apart by; null when it is of no concern.</summary>
    public NetworkNeighbour? FactOf(Neighbour neighbour) => Concerns(neighbour) ? new NetworkNeighbour(nameOf(neighbour.Link), neighbour.Address.ToString()) : null;

    private static (int, IPAddress) KeyOf(Neighbour neighbour) => (neighbour.Link, neighbour.Address);

    private bool Concerns(Neighbour neighbour) => _wanted.Count > 0 && _wanted.Contains((nameOf(neighbour.Link), neighbour.Address));

    private bool Take(Neighbour neighbour)
    {
        var key = KeyOf(neighbour);
        switch (neighbour.State)
        {
            case NeighbourState.None or NeighbourState.Incomplete:
                return false;

            case NeighbourState.Failed:
                return Set("");

            case NeighbourState.Permanent when neighbour.HardwareAddress.Length > 0:
                return Set(neighbour.HardwareAddress);

            default:
                return _told.Remove(key);
        }

        bool Set(string state)
        {
            var isNew = !_told.TryGetValue(key, out var before) || before != state;
            _told[key] = state;
            return isNew;
        }
    }
}

using EventOps.Lab;

namespace EventOps.Bench.Network;

/// <param name="Program">The published daemon.</param>
/// <param name="Runs">Null for the benchmark's own number.</param>
/// <param name="Time">How long idle is measured.</param>
internal sealed record BenchOptions(string Program, string Rules, int? Runs, TimeSpan Time)
{
    /// <summary>The wanted route of <see cref="Wanted"/>.</summary>
    public const string Route = "10.77.0.0/16";

    /// <summary>Of eth0, beside 10.9.0.1/24.</summary>
    public const string Address = "10.9.1.1";

    /// <summary>A host with one link, two addresses, a route and a service that is closed; hundreds of rounds are no fight here.</summary>
    public DaemonOptions Daemon(TwoHosts hosts) => new()
    {
        Program = Program,
        Rules = Rules,
        Settings = hosts.Wanting(Route, addresses: [$"{Address}/24"]) + """
            [[service]]
            port = 8080
            closed-on = ["eth0"]

            [guard]
            actions-per-hour = 1000000
            rounds = 1000
            """,
    };
}

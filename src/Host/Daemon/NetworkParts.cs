using EventOps.Actuators;
using EventOps.Actuators.Network;
using EventOps.Host.Confirming;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;
using EventOps.Sensors;
using EventOps.Sensors.Network;

namespace EventOps.Host.Daemon;

/// <summary>What senses and corrects the network, for one network namespace.</summary>
/// <param name="Confirmation">Null when no probe is there that could confirm a change.</param>
internal sealed record NetworkParts(IReadOnlyList<ISensor> Sensors, IReadOnlyList<IActuator> Hands, CommitConfirm? Confirmation)
{
    /// <summary>How often all is read although nothing told of a change.</summary>
    private static readonly TimeSpan Resync = TimeSpan.FromMinutes(5);

    /// <param name="stateFolder">Where changes are written down until they are confirmed.</param>
    /// <exception cref="StartRefusedException">The namespace of the settings cannot be entered.</exception>
    public static NetworkParts Of(NetworkPolicy policy, CommandOptions commands, string stateFolder, TimeProvider time)
    {
        var network = Open(policy.Namespace);
        var probes = new ProbeSensor(policy.Probes, network.Share(), time);
        return new NetworkParts(
            [
                new RoutingSensor(policy, network.Share(), Resync, time),
                new FilterSensor(policy, network.Share(), Resync, time),
                new StateSensor(policy, network.Share(), time),
                new PathSensor(policy, network.Share(), time),
                new CorrectionWatch(time),
                probes,
            ],
            [
                new RoutingHand(network.Share(), time),
                new FilterHand(policy, network.Share()),
                new TunnelHand(policy, network.Share(), time),
                new FileHand(policy, network.Share()),
                new ServiceHand(policy, network.Share(), commands, time),
            ],
            policy.Probes.Any(p => p.IsReachable)
                ? new CommitConfirm(
                    policy.Probes,
                    probes.FindHoldingAsync,
                    (probe, patience) => new HttpProbe(probe, network.Share(), time, patience),
                    new DeadMansSwitch(policy.Namespace ?? ""),
                    new UnconfirmedChanges(Path.Combine(stateFolder, "unconfirmed")),
                    policy.ConfirmWithin,
                    time)
                : null);
    }

    private static NetworkNamespace Open(string? name)
    {
        try
        {
            return name is null ? NetworkNamespace.Own : NetworkNamespace.OpenNamed(name);
        }
        catch (Exception e) when (e is LinuxException or ArgumentException)
        {
            throw new StartRefusedException(ExitCodes.Failed, $"the network namespace cannot be used: {e.Message}");
        }
    }
}

using System.Globalization;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>Processes that serve a port of the settings: lets a stopped one go on, ends one that listens wrongly, starts one that is not there. Only those that the settings name.</summary>
/// <param name="start">For the commands that start services; they should not be killed when late.</param>
public sealed class ServiceHand(NetworkPolicy policy, NetworkNamespace network, CommandOptions start, TimeProvider time) : IActuator
{
    public bool CanCarryOut(Intent intent) => intent is ContinueService or EndService or StartService;

    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<IStep>>(intent switch
    {
        ContinueService go => [Step(go.Port, go.Program, go.Process, isEnd: false)],
        EndService end => [Step(end.Port, end.Program, end.Process, isEnd: true)],
        StartService begin => [Start(begin.Port)],
        _ => throw new PlanException($"{intent.GetType().Name} is not for this hand"),
    });

    // By the settings' own words, whatever a rule or a journal says.
    private StartStep Start(int port) => policy.Services.FirstOrDefault(s => s.Port == port)?.Start?.Split('\n') is [var program, .. var arguments]
        ? new StartStep(port, new CommandLine(program, arguments), start, network, time)
        : throw new PlanException(string.Create(CultureInfo.InvariantCulture, $"the settings say not how to start the service on port {port}"));

    private SignalStep Step(int port, string program, int process, bool isEnd) =>
        policy.Services.Any(s => s.Port == port && s.Program == program) && process > 1
            ? new SignalStep(port, program, process, isEnd, network, time)
            : throw new PlanException(string.Create(CultureInfo.InvariantCulture, $"the settings name no program '{program}' for the service on port {port}"));
}

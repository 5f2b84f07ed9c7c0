using System.Globalization;
using System.Net.Sockets;
using EventOps.ConfinedProbe;
using EventOps.Linux.Processes;
using EventOps.Linux.Security;

// Confines itself as the rule process does, tries everything that must fail and everything that must go on working, and
// tells over the inherited socket one line each: "name: answer". With "wait" it only confines itself and sleeps.
using var socket = SocketPair.Inherited();
await using var stream = new NetworkStream(socket);
await using var writer = new StreamWriter(stream) { AutoFlush = true };
try
{
    var user = uint.Parse(args[0], CultureInfo.InvariantCulture);
    var report = Confinement.Apply(new ConfinementOptions { User = user, Group = user });
    await writer.WriteLineAsync($"confined: {report.FiltersSystemCalls} {report.Threads > 3} {string.Join(';', report.Notes)}");
}
catch (ConfinementException e)
{
    await writer.WriteLineAsync("failed: " + e.Message);
    return 1;
}

if (args.Contains("wait"))
{
    await Task.Delay(Timeout.Infinite);
}

foreach (var (name, attempt) in Forbidden.All.Concat(StillWorking.All))
{
    await writer.WriteLineAsync($"{name}: {attempt()}");
}

using var reader = new StreamReader(stream);
await writer.WriteLineAsync("echo: " + await reader.ReadLineAsync());
return 0;

using System.Globalization;
using EventOps.Bench.VmGrowth;
using EventOps.Model;

// Usage: ROUNDS STEP-IN-MIB BARE-DEVICE BARE-MOUNT OURS-MOUNT JOURNAL-FOLDER
var rounds = int.Parse(args[0], CultureInfo.InvariantCulture);
var step = Bytes.FromMiB(long.Parse(args[1], CultureInfo.InvariantCulture));
var bare = new BareGrowth(args[2], args[3]);
var ours = new WatchedGrowth(args[4], step);
var (bareTimes, ourTimes) = (new List<double>(), new List<double>());

// One of each first, which is not counted: code is compiled, and the tools are read from disk.
for (var round = 0; round <= rounds; round++)
{
    // Each wait is long enough for the volume to fall quiet and for the daemon to have looked at its group again.
    do
    {
        await Task.Delay(TimeSpan.FromSeconds(6));
    }
    while (Filling.ToJustBelow(args[3], 85) | Filling.ToJustBelow(args[4], 85));

    // Both begin with the same write, so that the same is left to be written back.
    Filling.Cross(args[3], 85);
    var bareTook = bare.Grow(step);
    await Task.Delay(TimeSpan.FromSeconds(2));
    var ourTook = await ours.GrowAsync();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round,2}: bare {bareTook.TotalMilliseconds,6:f0} ms, crossing to grown {ourTook.TotalMilliseconds,6:f0} ms"));
    if (round > 0)
    {
        bareTimes.Add(bareTook.TotalMilliseconds);
        ourTimes.Add(ourTook.TotalMilliseconds);
    }
}

Summary.Print(bareTimes, ourTimes);
Breakdown.Print(args[5]);

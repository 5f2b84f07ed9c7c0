using System.Globalization;

namespace EventOps.Journal.Tests;

/// <summary>Files of a journal, plain and compressed, damaged at random. EVENTOPS_SEED=N runs one seed again, EVENTOPS_ROUNDS=N more of them.</summary>
public sealed class FuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int Records = 60;

    private readonly ScratchFolder scratch = new();

    private static int Rounds => Number("EVENTOPS_ROUNDS") ?? 400;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Whatever_happens_to_files_is_reported_with_its_place_and_nothing_else_is_read()
    {
        var seed = Number("EVENTOPS_SEED") ?? Random.Shared.Next();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"EVENTOPS_SEED={seed}"));
        await Logs.WriteSynced(scratch.Journal, Records);
        using (JournalWriter.Open(scratch.Journal, Logs.Small with { Compress = true }))
        {
            // The newest stays plain.
            await DiskTroubleTests.Until(() => Directory.GetFiles(scratch.Journal, "*.jsonl").Length == 1);
        }

        var files = Logs.Segments(scratch.Journal).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);
        var written = Logs.Read(scratch.Journal).Records.ToDictionary(r => r.Sequence, r => r.Hash);
        for (var round = 0; round < Rounds; round++)
        {
            Check(files, written, unchecked(seed + round));
        }
    }

    private void Check(Dictionary<string, byte[]> files, Dictionary<long, JournalHash?> written, int seed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(scratch.Root, "round")).FullName;
        try
        {
            var done = Damage(files, folder, new Random(seed));
            var context = string.Create(CultureInfo.InvariantCulture, $"EVENTOPS_SEED={seed} EVENTOPS_ROUNDS=1: {done}");
            var (records, faults) = ReadAll(folder, context);
            Assert.All(faults, f => Assert.True(f.File.StartsWith(folder, StringComparison.Ordinal) && f.Line >= 0 && f.Message.Length > 0, $"{context}: {f}"));
            Assert.All(records, r => Assert.True(written.GetValueOrDefault(r.Sequence) == r.Hash, $"{context}: record {r.Sequence} was never written"));
            Assert.True(records.Zip(records.Skip(1)).All(p => p.First.Sequence < p.Second.Sequence), $"{context}: not in order");

            // Without a fault, what was read is whole: only its oldest part (the budget takes that) or its newest (no reader can tell) may lack.
            Assert.True(faults.Count > 0 || records.Count == 0 || records.Count == records[^1].Sequence - records[0].Sequence + 1, $"{context}: records lack, and nothing says so");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (List<JournalRecord> Records, List<JournalFault> Faults) ReadAll(string folder, string context)
    {
        try
        {
            return Logs.Read(folder);
        }
        catch (Exception e)
        {
            Assert.Fail($"{context}: {e}");
            throw;
        }
    }

    private static string Damage(Dictionary<string, byte[]> files, string folder, Random random)
    {
        var left = files.ToDictionary(f => f.Key, f => (byte[])f.Value.Clone());
        var done = new List<string>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var name = left.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(left.Count));
            done.Add($"{Harm(left, name, random)} {name}");
        }

        foreach (var (name, bytes) in left)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }

        return string.Join(", ", done);
    }

    private static string Harm(Dictionary<string, byte[]> files, string name, Random random)
    {
        var bytes = files[name];
        var (at, length) = (random.Next(bytes.Length + 1), random.Next(1, 200));
        switch (random.Next(8))
        {
            case 0 when files.Count > 1:
                files.Remove(name);
                return "deleted";
            case 1:
                files[name] = bytes[..at];
                return $"cut at {at}";
            case 2:
                files[name] = [.. bytes[..at], .. RandomBytes(random, length), .. bytes[at..]];
                return $"{length} bytes inserted at {at} in";
            case 3:
                files[name] = [.. bytes, .. RandomBytes(random, length)];
                return $"{length} bytes appended to";
            case 4:
                files[name] = [.. bytes, .. bytes[..at]];
                return $"its first {at} bytes appended to";
            case 5:
                var other = files.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(files.Count));
                (files[name], files[other]) = (files[other], files[name]);
                return $"exchanged with {other}:";
            case 6:
                files[name] = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + length)..]];
                return $"{length} bytes taken out at {at} of";
            default:
                for (var i = Math.Min(length, bytes.Length); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
                }

                return $"{length} bytes changed in";
        }
    }

    private static byte[] RandomBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}

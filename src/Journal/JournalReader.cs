using System.Runtime.CompilerServices;
using EventOps.Journal.Reading;

namespace EventOps.Journal;

/// <summary>Reads journals, plain or compressed, in order and with bounded memory. Each reading begins anew.</summary>
public sealed class JournalReader
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<string> paths;
    private readonly IEnumerable<JournalSource>? sources;

    private JournalReader(IReadOnlyList<string> paths, IEnumerable<JournalSource>? sources = null) => (this.paths, this.sources) = (paths, sources);

    /// <summary>A folder's segments, or files in the order given, each with lines of journals. Nothing is opened yet.</summary>
    public static JournalReader Open(params IReadOnlyList<string> paths) => new(paths);

    /// <summary>Files whose bytes come from elsewhere, in order; each is asked for when the one before has been read. Not to be followed.</summary>
    public static JournalReader Open(IEnumerable<JournalSource> sources) => new([], sources);

    /// <summary>All records wanted, from oldest to newest.</summary>
    /// <exception cref="JournalFaultException">While it is enumerated: something is wrong, and the options name nobody to tell.</exception>
    public IEnumerable<JournalRecord> Read(JournalReadOptions? options = null)
    {
        options ??= new();
        using var reading = new JournalReading(options);
        foreach (var file in sources is null ? reading.Select(JournalFiles.In(paths, reading.Report)) : JournalFiles.Of(sources))
        {
            while (reading.Next(file, isLast: true) is { } record)
            {
                yield return record;
            }

            if (reading.IsPastEnd)
            {
                yield break;
            }
        }
    }

    /// <summary>All records wanted and then, as they come, those that are added to the folder or to the last file.</summary>
    /// <exception cref="JournalFaultException">While it is enumerated: something is wrong, and the options name nobody to tell.</exception>
    public async IAsyncEnumerable<JournalRecord> FollowAsync(
        JournalReadOptions? options = null,
        TimeProvider? clock = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        options ??= new();
        using var reading = new JournalReading(options);
        var done = new HashSet<long>();
        while (!reading.IsPastEnd)
        {
            var files = reading.Select(JournalFiles.In(paths, reading.Report)).Where(f => !done.Contains(f.FirstSequence)).ToList();
            for (var i = 0; i < files.Count && !reading.IsPastEnd; i++)
            {
                var isLast = i == files.Count - 1;
                while (reading.Next(files[i], !isLast) is { } record)
                {
                    yield return record;
                }

                if (!isLast)
                {
                    done.Add(files[i].FirstSequence);
                }
            }

            await Task.Delay(PollEvery, clock ?? TimeProvider.System, cancellation).ConfigureAwait(false);
        }
    }
}

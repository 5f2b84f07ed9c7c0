using System.Security.Cryptography;
using EventOps.Journal.Exporting;

namespace EventOps.Journal;

/// <summary>Copies a range of time into a journal of its own, with what is needed from before it to replay it alone.</summary>
public static class JournalExport
{
    /// <summary>Writes one segment with a chain of its own. Sequences stay as they were; gap records tell what was left out.</summary>
    /// <returns>The records written, the journal's own not counted.</returns>
    /// <exception cref="JournalFaultException">Something is wrong with the journal, and the options name nobody to tell.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    public static long Write(JournalReader reader, Stream target, JournalExportOptions? options = null)
    {
        options ??= new();
        var state = new StandingState();
        var redaction = options.Redact ? new Redaction(options.RedactionSecret ?? RandomNumberGenerator.GetBytes(32)) : null;
        ExportFile? file = null;
        try
        {
            foreach (var record in reader.Read(new() { To = options.To, OnFault = options.OnFault }))
            {
                if (record.At < options.From)
                {
                    state.See(record);
                    continue;
                }

                file ??= Begin(state, record, target, redaction);
                file.Add(record);
            }

            file ??= Begin(state, null, target, redaction);
            return file.Records;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static ExportFile Begin(StandingState state, JournalRecord? first, Stream target, Redaction? redaction)
    {
        var standing = state.Records();
        var file = new ExportFile(target, redaction, standing.FirstOrDefault() ?? first);
        foreach (var record in standing)
        {
            file.Add(record);
        }

        return file;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using EventOps.Host.Daemon;
using EventOps.Linux.Capture;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary>Options of <c>eventops run</c> that record what the kernel and tools say.</summary>
internal sealed class CaptureOption
{
    private static readonly Bytes LargestLimit = 1024.GB();

    private readonly Option<string?> _file = new("--capture")
    {
        Description = "Record what the kernel and tools say, as they say it, without secret keys, to FILE and FILE.1; look at it with: eventops frames FILE",
        HelpName = "FILE",
    };

    private readonly Option<Bytes> _limit = new("--capture-limit")
    {
        Description = "Both files together stay below this; the oldest half goes first",
        DefaultValueFactory = _ => new CaptureOptions().Limit,
        CustomParser = ParseLimit,
        HelpName = "SIZE",
    };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_limit);
    }

    public CaptureRequest? Read(ParseResult parsed) => parsed.GetValue(_file) is { } file ? new CaptureRequest(file, parsed.GetValue(_limit)) : null;

    private static Bytes ParseLimit(ArgumentResult result)
    {
        var isSize = Bytes.TryParse(result.Tokens.Count > 0 ? result.Tokens[0].Value : "", out var limit, out var error);
        if (!isSize || limit < CaptureOptions.LeastLimit || limit > LargestLimit)
        {
            result.AddError($"--capture-limit: {(isSize ? $"from {CaptureOptions.LeastLimit} to {LargestLimit}" : error)}");
        }

        return limit;
    }
}

/// <summary>What to record, and where.</summary>
internal sealed record CaptureRequest(string File, Bytes Limit)
{
    /// <summary>Records until what is returned is disposed of.</summary>
    /// <exception cref="IOException">The file cannot be written, or is something else.</exception>
    /// <exception cref="StartRefusedException">This user may not write it.</exception>
    public IAsyncDisposable Begin(TimeProvider time)
    {
        var writer = Open(time);
        Console.Error.WriteLine($"eventops: what the kernel and tools say is recorded in {File}, at most {Limit}");
        return new Capturing(writer, FrameTap.Attach(writer));
    }

    private CaptureWriter Open(TimeProvider time)
    {
        try
        {
            return CaptureWriter.Open(File, new CaptureOptions { Limit = Limit }, time);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartRefusedException(ExitCodes.NoPermission, $"--capture {File}: {e.Message} Name a file in a folder that this user may write");
        }
    }

    private sealed class Capturing(CaptureWriter writer, IDisposable attached) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            attached.Dispose();
            return writer.DisposeAsync();
        }
    }
}

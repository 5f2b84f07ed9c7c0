using System.CommandLine;
using System.Globalization;
using System.Text;
using EventOps.Host.Settings;
using EventOps.Linux.Capture;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary><c>eventops frames</c>: what was recorded with <c>run --capture</c>, and what each parser makes of it.</summary>
internal static class FramesCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "What run --capture wrote; FILE.1 beside it is read first", HelpName = "FILE" };
        var onlyFaults = new Option<bool>("--faults") { Description = "Only frames that a parser could not read" };
        var command = new Command(
            "frames",
            $"Show frames recorded with run --capture, and what the parsers make of them. Exit code {ExitCodes.BadData}: a frame cannot be parsed, or the file is damaged")
        {
            file,
            onlyFaults,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Show(parsed.GetValue(file)!, parsed.GetValue(onlyFaults), cancellationToken)));
        return command;
    }

    private static int Show(string path, bool onlyFaults, CancellationToken cancellationToken)
    {
        var (frames, missed, faults) = (0L, 0L, 0L);
        try
        {
            foreach (var frame in CaptureFile.Read(path))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var contents = FrameParser.Parse(frame);
                (frames, missed, faults) = (frames + 1, missed + frame.Missed, faults + (contents.IsSound ? 0 : 1));
                if (!onlyFaults || !contents.IsSound)
                {
                    Print(frame, contents);
                }
            }
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine($"eventops: {e.Message}");
            return ExitCodes.BadData;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"eventops: {e.Message}");
            return e is IOException ? ExitCodes.Failed : ExitCodes.NoPermission;
        }

        Console.WriteLine($"{frames.Counted("frame")}, {missed} missed, {faults} that no parser could read");
        return faults == 0 ? ExitCodes.Success : ExitCodes.BadData;
    }

    private static void Print(CapturedFrame frame, FrameContents contents)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{frame.At:yyyy-MM-ddTHH:mm:ss.ffffffZ} {NameOf(frame.Source)} {frame.Size} bytes");
        text.Append(frame.About.Length == 0 ? "" : $", {PrintableText.Of(frame.About)}");
        text.Append(frame.Missed == 0 ? "" : $"; {frame.Missed.Counted("frame")} missed before it");
        text.AppendLine(contents.IsSound ? "" : $": {contents.Fault}");
        foreach (var item in contents.Items)
        {
            text.AppendLine("    " + PrintableText.Of(item));
        }

        Console.Write(text);
    }

    private static string NameOf(FrameSource source) => System.Text.Json.JsonSerializer.Serialize(source, CommandJson.Default.FrameSource).Trim('"');
}

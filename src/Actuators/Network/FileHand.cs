using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>Configuration files: written beside, made durable, renamed over, with the text before kept in FILE.before-eventops.</summary>
public sealed class FileHand(NetworkPolicy policy, NetworkNamespace network) : IActuator
{
    public bool CanCarryOut(Intent intent) => intent is RepairFile { Path: var path } && WantedFiles.PathsOf(policy).Contains(path, StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken)
    {
        var path = ((RepairFile)intent).Path;
        if (Judge(path).Corrected is null)
        {
            throw new PlanException($"{path}: {string.Join("; ", Judge(path).Problems)}");
        }

        return ValueTask.FromResult<IReadOnlyList<IStep>>(
            [new CorrectionStep($"correct {path}", () => Judge(path).Problems.Count == 0, () => network.Run(() => Write(path)), words: ("as wanted", "not as wanted"))]);
    }

    private FileJudgement Judge(string path) => network.Run(() => WantedFiles.Judge(path, File.Exists(path) ? File.ReadAllText(path) : null, policy));

    private void Write(string path)
    {
        // Through links to the file itself, so that it stays what it was.
        var target = new FileInfo(path) is { Exists: true } file ? file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path;
        var before = File.Exists(target) ? File.ReadAllText(target) : null;
        var corrected = WantedFiles.Judge(path, before, policy).Corrected!;
        var mode = before is null ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead : File.GetUnixFileMode(target);
        if (before is not null)
        {
            Put(target + ".before-eventops", before, mode);
        }

        Put(target, corrected, mode);
    }

    private static void Put(string path, string text, UnixFileMode mode)
    {
        var beside = path + ".eventops-new";
        File.Delete(beside);
        using (var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(beside, mode);
        File.Move(beside, path, overwrite: true);
    }
}

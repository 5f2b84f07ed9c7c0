using EventOps.Linux.Native;
using EventOps.Linux.Notify;
using EventOps.Rules.Compilation.Files;

namespace EventOps.Host.RuleProcess;

/// <summary>
/// Tells when the rule files have changed and have come to rest, however an editor saves them: written in place, renamed over,
/// by way of temporary files. Told by the kernel (inotify(7)); waits as long as nothing happens.
/// </summary>
internal sealed class RuleFolderWatch : IDisposable
{
    /// <summary>Files are at rest when nothing happened to them for so long.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(120);

    /// <summary>Under a storm of saves, what is there is taken after this time all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How often a folder is looked for that is gone together with the folder above it.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private const InotifyMask OfFolder = InotifyMask.Modify | InotifyMask.CloseWrite | InotifyMask.Attributes | InotifyMask.MovedFrom | InotifyMask.MovedTo
        | InotifyMask.Create | InotifyMask.Delete | InotifyMask.DeleteSelf | InotifyMask.MoveSelf | InotifyMask.OnlyFolder;

    private const InotifyMask OfParent = InotifyMask.MovedFrom | InotifyMask.MovedTo | InotifyMask.Create | InotifyMask.Delete | InotifyMask.OnlyFolder;

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly Action _onChanged;
    private readonly Action<string> _onTrouble;
    private readonly EventDescriptor _stop = new();
    private readonly InotifyInstance _inotify = new();
    private readonly Thread _thread;
    private int _folderWatch;
    private volatile bool _isStopped;

    /// <param name="onChanged">Called, from the watch's own thread, once for many changes in a row. Must return quickly.</param>
    /// <param name="onTrouble">Told when the kernel refuses to watch.</param>
    /// <exception cref="LinuxException">fs.inotify.max_user_instances is reached.</exception>
    public RuleFolderWatch(string folder, TimeProvider time, Action onChanged, Action<string> onTrouble)
    {
        (_folder, _time, _onChanged, _onTrouble) = (folder, time, onChanged, onTrouble);
        Watch();
        _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "rules folder" };
        _thread.Start();
    }

    public void Dispose()
    {
        _isStopped = true;
        _stop.Set();
        _thread.Join();
        _inotify.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_isStopped)
        {
            try
            {
                // Without a folder and the one above it there is nothing to tell of their coming back.
                var wait = Watch() ? (TimeSpan?)null : LookAgain;
                if (Wait(wait) && Settle())
                {
                    _onChanged();
                }
            }
            catch (LinuxException e)
            {
                _onTrouble(e.Message);
                Span<PollRequest> request = [new(_stop.Handle, PollEvents.Readable)];
                Poll.Wait(request, LookAgain);
            }
        }
    }

    /// <summary>Watches the folder, and the one above it for its coming and going. A folder that is watched already stays so.</summary>
    private bool Watch()
    {
        var parent = Path.GetDirectoryName(_folder) is { Length: > 0 } above && TryWatch(above, OfParent, out _);
        var folder = TryWatch(_folder, OfFolder, out var number);
        var isBack = folder && number != _folderWatch && _folderWatch != 0;
        _folderWatch = folder ? number : -1;
        if (isBack)
        {
            _onChanged();
        }

        return folder || parent;
    }

    private bool TryWatch(string path, InotifyMask mask, out int number)
    {
        try
        {
            number = _inotify.AddWatch(LinuxPath.FromString(path), mask);
            return true;
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES)
        {
            number = -1;
            return false;
        }
    }

    /// <returns>Whether something happened that concerns rules.</returns>
    private bool Wait(TimeSpan? limit)
    {
        Span<PollRequest> requests = [new(_inotify.Handle, PollEvents.Readable), new(_stop.Handle, PollEvents.Readable)];
        if (Poll.Wait(requests, limit) == 0 || requests[0].Returned == PollEvents.None)
        {
            return false;
        }

        InotifyReading reading;
        var concerns = false;
        do
        {
            reading = _inotify.Read();
            concerns |= reading.HasLost || reading.Events.Any(Concerns);
        }
        while (reading.HasMore);

        return concerns;
    }

    /// <summary>Waits until the files are at rest.</summary>
    /// <returns>False when the watch ends.</returns>
    private bool Settle()
    {
        var began = _time.GetTimestamp();
        while (!_isStopped && Wait(Quiet) && _time.GetElapsedTime(began) < Patience)
        {
        }

        return !_isStopped;
    }

    /// <summary>Whether it can be about a rule file: editors' swap files and backups are not.</summary>
    private bool Concerns(InotifyEvent e)
    {
        var name = e.Name.ToDisplay();
        return e.Watch == _folderWatch ? e.Name.IsEmpty || RuleFileNames.IsCandidate(name) : name == Path.GetFileName(_folder);
    }
}

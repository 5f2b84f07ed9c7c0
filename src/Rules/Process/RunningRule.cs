using System.IO.MemoryMappedFiles;
using EventOps.Rules.Engine;

namespace EventOps.Rules.Process;

/// <summary>
/// Which rule runs now, in a page of memory that the rule process shares with the core and that outlives it: when the process
/// dies or hangs, the page tells over which rule. Writing it costs two stores.
/// </summary>
public sealed unsafe class RunningRule : IRuleWatch, IDisposable
{
    private const int Size = 4096;
    private const int StepsAt = 8;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _page;

    private RunningRule(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, Size);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _page);
    }

    /// <summary>What runs: the number of a rule counted from 1, minus the number of a file while it is loaded, 0 when no author's code does.</summary>
    public int Running => Volatile.Read(ref *(int*)_page);

    /// <summary>Goes up whenever something else begins to run.</summary>
    public long Steps => Volatile.Read(ref *(long*)(_page + StepsAt));

    /// <summary>Makes the page, which only its owner may open.</summary>
    /// <param name="path">Of a file that is not there yet.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static RunningRule Create(string path)
    {
        using (var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.SetLength(Size);
        }

        return Open(path);
    }

    /// <summary>Opens a page that the other side made.</summary>
    public static RunningRule Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    /// <summary>Notes what begins to run.</summary>
    public void Begin(int what)
    {
        Volatile.Write(ref *(int*)_page, what);
        Volatile.Write(ref *(long*)(_page + StepsAt), *(long*)(_page + StepsAt) + 1);
    }

    /// <inheritdoc/>
    public void Begins(int rule) => Begin(rule + 1);

    /// <summary>Notes that no author's code runs any more.</summary>
    public void End() => Volatile.Write(ref *(int*)_page, 0);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}

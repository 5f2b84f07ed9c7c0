using System.Collections.Concurrent;

namespace EventOps.Linux.Namespaces;

/// <summary>A thread that has moved into namespaces for good, and does there what it is given. It never serves anything else, and ends with its owner.</summary>
internal sealed class NamespaceThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    /// <param name="enter">Moves the calling thread; runs before all work.</param>
    /// <exception cref="Native.LinuxException">What <paramref name="enter"/> threw; the thread is gone then.</exception>
    internal NamespaceThread(string name, Action enter)
    {
        _thread = new Thread(Work) { IsBackground = true, Name = name };
        _thread.Start();
        try
        {
            Run(() =>
            {
                enter();
                return true;
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal T Run<T>(Func<T> work)
    {
        if (Thread.CurrentThread == _thread)
        {
            return work();
        }

        // A hand-over to a thread of our own that takes from nobody else: waiting here cannot starve a pool.
        return RunAsync(work).GetAwaiter().GetResult();
    }

    internal Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>What was given before is still done.</summary>
    public void Dispose()
    {
        if (_work.IsAddingCompleted)
        {
            return;
        }

        _work.CompleteAdding();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
            _work.Dispose();
        }
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}

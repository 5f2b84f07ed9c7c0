using System.Collections.Concurrent;

namespace EventOps.Linux.Processes;

/// <summary>
/// The one thread that starts children. The kernel sends a child its parent-death signal when the parent's *thread* ends
/// (prctl(2), PR_SET_PDEATHSIG), and threads of the pool come and go; this one lives as long as the process.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Requests = [];

    static Spawner()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "spawn" };
        thread.Start();
    }

    internal static Task<T> RunAsync<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private static void Run()
    {
        foreach (var request in Requests.GetConsumingEnumerable())
        {
            request();
        }
    }
}

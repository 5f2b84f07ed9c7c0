using System.Reactive.Disposables;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Sensors;

/// <summary>Runs a sensor that waits in poll(2) on a thread of its own, and starts it again when it fails, later each time.</summary>
internal static class SensorThread
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <param name="watch">Works until the descriptor is set; throws when its source fails. A bug in it is told as such: the daemon and the other senses go on.</param>
    public static IDisposable Start(string name, IObserver<Event> observer, Action<IObserver<Event>, EventDescriptor> watch)
    {
        var stop = new EventDescriptor();
        var stopped = false;
        var thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "sensor " + name };
        thread.Start();
        return Disposable.Create(() =>
        {
            Volatile.Write(ref stopped, true);
            stop.Set();
            thread.Join();
            stop.Dispose();
        });

        void Run()
        {
            var wait = First;
            while (!Volatile.Read(ref stopped))
            {
                try
                {
                    watch(observer, stop);
                }
                catch (Exception e)
                {
                    var reason = e is LinuxException or IOException or UnauthorizedAccessException ? e.Message : $"a bug, {e.GetType().Name}: {e.Message}";
                    observer.OnNext(new SensorFailed(name, "", reason, $"it is started again in {Duration.Format(wait)}"));
                    Span<PollRequest> request = [new(stop.Handle, PollEvents.Readable)];
                    Poll.Wait(request, wait);
                    wait = wait * 2 < Longest ? wait * 2 : Longest;
                    observer.OnNext(new SensorRecovered(name, ""));
                }
            }
        }
    }
}

using System.Reactive.Linq;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// Links, addresses, routes, policy rules and neighbours, as rtnetlink(7) announces them. A first change is told at once; while changes
/// go on, dumps that they make necessary come at most every <see cref="Round"/>, and so is told what others change over and over.
/// </summary>
/// <param name="resync">How often all is read although nothing told of a change.</param>
/// <param name="receiveBuffer">In bytes, of changes that wait.</param>
public sealed class RoutingSensor(
    NetworkPolicy policy, NetworkNamespace network, TimeSpan resync, TimeProvider time, int receiveBuffer = RouteMonitor.DefaultReceiveBuffer) : ISensor
{
    /// <summary>The least time between two dumps of all routes, and between two states of a thing that flaps.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);

    private const RouteGroups Groups = RouteGroups.Links | RouteGroups.Addresses | RouteGroups.Routes | RouteGroups.Rules;

    public string Name => NetworkSenses.Routing;

    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        // What changes while it is started again is told then.
        var told = new FactDifferences();
        return SensorThread.Start(Name, observer, (o, stop) => Watch(o, stop, told));
    });

    private void Watch(IObserver<Event> observer, EventDescriptor stop, FactDifferences told)
    {
        var picture = new KernelPicture(policy);
        using var monitor = RouteMonitor.Open(network, picture.HasNeighbours ? Groups | RouteGroups.Neighbours : Groups, receiveBuffer);
        using var socket = RouteSocket.Open(network);
        var changes = new List<NetworkChange>();
        var clock = new MonotonicClock(time);
        var flaps = new FlapWatch<(Type, string)>(Round);
        var (nextRoutes, nextResync) = (clock.Now, DateTimeOffset.MinValue);
        Span<PollRequest> requests = [new(stop.Handle, PollEvents.Readable), new(monitor.Handle, PollEvents.Readable)];
        while (requests[0].Returned is PollEvents.None)
        {
            var now = clock.Now;
            if (now >= nextResync)
            {
                ReadAll(picture, socket);
                nextResync = now + resync;
                Tell(observer, told, picture, flaps);
                observer.OnNext(new NetworkRead(Name));
            }

            if (picture.NeedsRoutes && now >= nextRoutes)
            {
                // Each further one costs as much as the table is long.
                picture.Replace(socket.ReadRoutes(picture.Concerns));
                nextRoutes = clock.Now + (clock.Now - now > TimeSpan.FromMilliseconds(5) ? Round : TimeSpan.Zero);
                Tell(observer, told, picture, flaps);
            }

            var due = Earliest(nextResync, picture.NeedsRoutes ? nextRoutes : null, picture.NextSettled, flaps.NextDue);
            Poll.Wait(requests, due > now ? due - now : TimeSpan.Zero);
            if (!Take(monitor, changes))
            {
                observer.OnNext(new SensorGap(Name, "the kernel dropped messages, more than the socket's buffer holds had come"));
                nextResync = DateTimeOffset.MinValue;
            }

            now = clock.Now;
            var concerns = picture.Settle(now) | flaps.Release(now);
            foreach (var change in changes)
            {
                // What came and goes again at once is told both ways: whoever put it there must know that it is gone.
                if (concerns && change.IsRemoved && !picture.NeedsRoutes)
                {
                    Tell(observer, told, picture, flaps);
                    concerns = false;
                }

                if (picture.Apply(change, now))
                {
                    concerns = true;
                    if (picture.KeyOf(change.Object) is { } thing)
                    {
                        flaps.Note(thing, RouteSocket.TakeOwn(change), now);
                    }
                }
            }

            changes.Clear();
            if (concerns && !(picture.NeedsRoutes && now >= nextRoutes))
            {
                Tell(observer, told, picture, flaps);
            }
        }
    }

    private static void ReadAll(KernelPicture picture, RouteSocket socket)
    {
        picture.Replace(socket.ReadLinks(), socket.ReadAddresses(), socket.ReadRules(), picture.HasNeighbours ? socket.ReadNeighbours() : []);
        picture.Replace(socket.ReadRoutes(picture.Concerns));
    }

    /// <summary>Takes what waits, up to a bound, so that a storm does not keep it from being told.</summary>
    /// <returns>False when messages were lost.</returns>
    private static bool Take(RouteMonitor monitor, List<NetworkChange> changes)
    {
        const int Bound = 4096;
        var isWhole = true;
        while (changes.Count < Bound)
        {
            switch (monitor.Receive(changes))
            {
                case NetlinkReadingKind.Empty:
                    return isWhole;
                case NetlinkReadingKind.Lost:
                    isWhole = false;
                    break;
                default:
                    break;
            }
        }

        return isWhole;
    }

    private static void Tell(IObserver<Event> observer, FactDifferences told, KernelPicture picture, FlapWatch<(Type, string)> flaps)
    {
        foreach (var e in told.To(picture.Facts(), picture.AuthorOf, flaps.NextDue is null ? null : flaps.IsHeld))
        {
            observer.OnNext(e);
        }

        picture.ForgetAuthors();
    }

    private static DateTimeOffset Earliest(DateTimeOffset first, params ReadOnlySpan<DateTimeOffset?> others)
    {
        foreach (var other in others)
        {
            first = other is { } at && at < first ? at : first;
        }

        return first;
    }
}

using System.Reactive.Linq;
using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Linux.Uevents;
using EventOps.Model;

namespace EventOps.Sensors.Blocks;

/// <summary>
/// Block devices that come, go, grow, turn read-only or get another backing file: the kernel's uevents say when to look, sysfs
/// says what is so. A gap in their numbering, or a full queue, has all devices listed again.
/// </summary>
/// <remarks>Uevents are numbered for the whole machine: in a network namespace of its own a process sees only some, and every look finds a gap.</remarks>
public sealed class BlockDeviceSensor(TimeSpan resync) : ISensor
{
    public string Name => SensorNames.Blocks;

    public IObservable<Event> Events => Observable.Create<Event>(observer => SensorThread.Start(Name, observer, Watch));

    private void Watch(IObserver<Event> observer, EventDescriptor stop)
    {
        // Joined before the first listing, so that no change falls in between.
        using var socket = new UeventSocket();
        var known = new Dictionary<string, BlockDeviceChanged>(StringComparer.Ordinal);
        var gaps = new SequenceGaps();
        List(observer, known);
        Span<PollRequest> requests = [new(stop.Handle, PollEvents.Readable), new(socket.Handle, PollEvents.Readable)];
        while (true)
        {
            if (Poll.Wait(requests, resync) == 0)
            {
                List(observer, known);
                continue;
            }

            if (requests[0].Returned != PollEvents.None)
            {
                return;
            }

            if (!Drain(observer, socket, gaps, known))
            {
                List(observer, known);
            }
        }
    }

    /// <returns>False when something was missed.</returns>
    private bool Drain(IObserver<Event> observer, UeventSocket socket, SequenceGaps gaps, Dictionary<string, BlockDeviceChanged> known)
    {
        var isWhole = true;
        while (true)
        {
            var reading = socket.Receive();
            switch (reading.Kind)
            {
                case UeventReadingKind.Empty:
                    return isWhole;

                case UeventReadingKind.Lost:
                    observer.OnNext(new SensorGap(Name, "the kernel's queue overflowed; all devices are listed again"));
                    isWhole = false;
                    break;

                case UeventReadingKind.Received when reading.Uevent is { } uevent:
                    if (gaps.Note(uevent.SequenceNumber) is > 0 and var missing)
                    {
                        observer.OnNext(new SensorGap(Name, $"{missing} uevents are missing before number {uevent.SequenceNumber}; all devices are listed again"));
                        isWhole = false;
                    }

                    if (uevent.Subsystem == "block" && uevent.DevName.Length > 0)
                    {
                        Look(observer, known, uevent.DevName);
                    }

                    break;

                default:
                    break;
            }
        }
    }

    private static void List(IObserver<Event> observer, Dictionary<string, BlockDeviceChanged> known)
    {
        var present = BlockDevice.List().Where(IsInUse).ToDictionary(d => d.Name, StringComparer.Ordinal);
        foreach (var name in known.Keys.Except(present.Keys).ToList())
        {
            Publish(observer, known, name, null);
        }

        foreach (var device in present.Values)
        {
            Publish(observer, known, device.Name, device);
        }
    }

    private static void Look(IObserver<Event> observer, Dictionary<string, BlockDeviceChanged> known, string name) =>
        Publish(observer, known, name, BlockDevice.Find(name) is { } device && IsInUse(device) ? device : null);

    /// <summary>Kernels keep empty loop devices in store; one counts once it has a file.</summary>
    private static bool IsInUse(BlockDevice device) => device.Size > Bytes.Zero || device.BackingFile is not null;

    private static void Publish(IObserver<Event> observer, Dictionary<string, BlockDeviceChanged> known, string name, BlockDevice? device)
    {
        var before = known.GetValueOrDefault(name);
        if (device is null)
        {
            if (known.Remove(name))
            {
                observer.OnNext(before! with { Change = Change.Removed, Size = Bytes.Zero, BackingFile = null });
            }

            return;
        }

        var now = new BlockDeviceChanged(Change.Added, name, device.Size, device.IsReadOnly, device.BackingFile?.ToString());
        known[name] = now;
        if (now != before)
        {
            observer.OnNext(before is null ? now : now with { Change = Change.Changed });
        }
    }
}

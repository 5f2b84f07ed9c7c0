using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps on image files and the loop devices over them. None of them ever makes a file shorter or removes one.</summary>
internal static class ImageSteps
{
    /// <summary>An image of this size with all blocks allocated. A file that is there already is only completed when nothing was ever written to it.</summary>
    public static StateStep Make(string image, Bytes size)
    {
        var path = LinuxPath.FromString(image);
        return new StateStep($"allocate {image} of {size} (fallocate -l {size.Value} {image})", Look, Apply);

        StepState Look() => FileOf(path) is not { } file ? new StepState("not there", false)
            : file.Size >= size && file.Allocated >= file.Size ? new StepState(Words(file), true)
            : DiskProbe.Read(path, file.Size.Value) is not DiskSignature.Blank
                ? new StepState(Words(file), false, new Obstacle($"{image} is there, too small, and not blank", "look what it holds before it is removed"))
            : LoopOf(image).Count > 0
                ? new StepState(Words(file), false, new Obstacle($"{image} is attached", "wait until it has been added, or detach it"))
            : new StepState(Words(file), false);

        void Apply()
        {
            if (FileOf(path) is not null)
            {
                BackingFile.Extend(path, size, allocate: true);
                BackingFile.Fill(path);
                return;
            }

            // Under another name until all of its blocks are there: a stump must not be taken for a disk.
            var temporary = LinuxPath.FromString(image + ".new");
            BackingFile.Remove(temporary);
            try
            {
                BackingFile.Create(temporary, size);
                BackingFile.Rename(temporary, path);
            }
            catch (LinuxException)
            {
                BackingFile.Remove(temporary);
                throw;
            }
        }
    }

    public static StateStep Attach(string image)
    {
        LoopDevice? attached = null;
        return new StateStep(
            $"attach {image} (losetup --find {image})",
            () => LoopOf(image) is [var device, ..] ? new StepState(device.Path.ToString(), true)
                : FileOf(LinuxPath.FromString(image)) is null ? new StepState("not there", false, new Obstacle($"there is no {image}", "see where it went"))
                : new StepState("not attached", false),
            () =>
            {
                attached = LoopDevice.Attach(LinuxPath.FromString(image));

                // Discards would punch holes into the image, and its blocks be given away.
                BlockQueue.StopDiscards(attached.Name);
            },
            () => attached?.Detach());
    }

    /// <summary>All blocks, with what is written in them, while it is in use; and no new holes.</summary>
    public static StateStep[] Fill(string image)
    {
        var path = LinuxPath.FromString(image);
        return
        [
            new StateStep(
                $"stop discards to {image} (echo 0 >/sys/block/loopN/queue/discard_max_bytes)",
                () => LoopOf(image).All(d => !BlockQueue.Discards(d.Name)) ? new StepState("no discards", true) : new StepState("discards punch holes", false),
                () => LoopOf(image).ForEach(d => BlockQueue.StopDiscards(d.Name))),
            new StateStep($"allocate all blocks of {image} (fallocate -l SIZE {image})", Look, () => BackingFile.Fill(path)),
        ];

        StepState Look()
        {
            var file = BackingFile.Read(path);
            var holes = file.Size - Bytes.Min(file.Size, file.Allocated);
            return holes == Bytes.Zero ? new StepState("no holes", true)
                : holes > file.HolderUsage.Available
                    ? new StepState($"{holes} of holes", false, new Obstacle($"{image} lacks {holes}, and its filesystem has {file.HolderUsage.Available}", "free space there"))
                : new StepState($"{holes} of holes", false);
        }
    }

    public static StateStep[] Lengthen(string image, Bytes size)
    {
        var path = LinuxPath.FromString(image);
        return
        [
            new StateStep(
                $"lengthen {image} to {size} (fallocate -l {size.Value} {image})",
                () => BackingFile.Read(path) is var file && file.Size >= size ? new StepState(Words(file), true)
                    : size - file.Size > file.HolderUsage.Available
                        ? new StepState(Words(file), false, new Obstacle($"{image} needs {size - file.Size} more, and its filesystem has {file.HolderUsage.Available}", "free space there"))
                    : new StepState(Words(file), false),
                () => BackingFile.Extend(path, size, allocate: true)),
            new StateStep(
                $"have the loop device over {image} read its size (losetup --set-capacity)",
                () => LoopOf(image) is [var device, ..]
                    ? new StepState(device.Size.ToString(), device.Size >= Bytes.Max(size, BackingFile.Read(path).Size).RoundDownTo(new Bytes(512)))
                    : new StepState("not attached", true),
                () => LoopDevice.FromName(LoopOf(image)[0].Name)?.SetCapacity()),
        ];
    }

    /// <summary>Of several loop devices over one image, or over copies of it, those that nothing lies on go; one over the image itself always stays.</summary>
    public static StateStep DetachDuplicate(string image) => new(
        $"detach the spare loop device over {image} (losetup --detach)",
        () => LoopOf(image) is var devices && CopiesOf(devices) is var copies && devices.Count + copies.Count < 2 ? new StepState("attached once", true)
            : Spare(devices, copies).Count == 0
                ? new StepState(Names([.. devices, .. copies]), false, new Obstacle($"all of {Names([.. devices, .. copies])} are in use", "stop what uses the one that is not in the group"))
            : new StepState(Names([.. devices, .. copies]), false),
        () =>
        {
            var devices = LoopOf(image);
            Spare(devices, CopiesOf(devices)).ForEach(d => LoopDevice.FromName(d.Name)?.Detach());
        });

    /// <summary>With the last loop device over it a deleted file is gone for good: only one that nothing lies on, and that carries no label by then.</summary>
    public static StateStep DetachDeleted(string image, string device)
    {
        return new StateStep($"detach {device} from the deleted {image} (losetup --detach {device})", Look, Apply);

        StepState Look() => Deleted(image, device) is not { } loop ? new StepState("detached", true)
            : BlockQueue.IsHeld(loop.Name) || Content(loop) is DiskSignature.Other
                ? new StepState("in use", false, new Obstacle($"something lies on {device}", "move it away first: with the loop device it would be lost"))
            : new StepState("attached", false);

        void Apply()
        {
            if (Deleted(image, device) is not { } loop)
            {
                return;
            }

            if (BlockQueue.IsHeld(loop.Name) || Content(loop) is not (DiskSignature.Blank or DiskSignature.Released))
            {
                throw new IOException($"{device} is still labelled or in use");
            }

            LoopDevice.FromName(loop.Name)?.Detach();
        }
    }

    private static DiskSignature Content(BlockDevice device) => DiskProbe.Read(device.Path, device.Size.Value);

    private static BlockDevice? Deleted(string image, string device) => BlockDevice.List()
        .FirstOrDefault(d => d.Path.ToString() == device && d.IsBackingDeleted && d.IsOver(image));

    public static StateStep AttachWritable(string image) => new(
        $"attach {image} writable (losetup --detach, losetup --find {image})",
        () => LoopOf(image) is not [var device, ..] ? new StepState("not attached", false)
            : !device.IsReadOnly ? new StepState("writable", true)
            : BlockQueue.IsHeld(device.Name)
                ? new StepState("read-only", false, new Obstacle($"{device.Path} is in use, and a loop device cannot change this while it is", "stop the volumes on it for a moment"))
            : new StepState("read-only", false),
        () =>
        {
            LoopOf(image).ForEach(d => LoopDevice.FromName(d.Name)?.Detach());
            LoopDevice.Attach(LinuxPath.FromString(image));
        },
        () =>
        {
            // A disk that can only be read is better than none.
            if (LoopOf(image).Count == 0)
            {
                LoopDevice.Attach(LinuxPath.FromString(image), readOnly: true);
            }
        });

    private static List<BlockDevice> Spare(List<BlockDevice> devices, IReadOnlyList<BlockDevice> copies)
    {
        var free = devices.Where(d => !BlockQueue.IsHeld(d.Name)).ToList();
        return [.. free.Count == devices.Count ? free.Skip(1) : free, .. copies.Where(d => !BlockQueue.IsHeld(d.Name))];
    }

    private static IReadOnlyList<BlockDevice> CopiesOf(List<BlockDevice> devices) =>
        devices is [var device, ..] ? LoopCopies.Of(device, BlockDevice.List()) : [];

    private static string Names(IEnumerable<BlockDevice> devices) => string.Join(" and ", devices.Select(d => d.Path.ToString()));

    private static List<BlockDevice> LoopOf(string image) => [.. BlockDevice.List()
        .Where(d => d.BackingFile?.ToString() == image)
        .OrderBy(d => LoopDevice.FromName(d.Name)?.Number)];

    private static string Words(BackingFile file) => $"{file.Size}, {file.Allocated} allocated";

    private static BackingFile? FileOf(LinuxPath path)
    {
        try
        {
            return BackingFile.Read(path);
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT)
        {
            return null;
        }
    }
}

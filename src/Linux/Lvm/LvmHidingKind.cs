namespace EventOps.Linux.Lvm;

/// <summary>What in its configuration keeps LVM from seeing disks.</summary>
public enum LvmHidingKind
{
    None,

    /// <summary>filter or global_filter of lvm.conf(5).</summary>
    Filter,

    /// <summary>A devices file (lvmdevices(8)).</summary>
    DevicesFile,
}

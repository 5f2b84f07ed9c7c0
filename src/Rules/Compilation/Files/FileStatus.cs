namespace EventOps.Rules.Compilation.Files;

/// <summary>What statx(2) tells of a file.</summary>
/// <param name="Mode">Type and permission bits, inode(7).</param>
/// <param name="Links">The number of names it has.</param>
/// <param name="Owner">User id.</param>
/// <param name="Size">In bytes.</param>
internal readonly record struct FileStatus(int Mode, uint Links, uint Owner, long Size)
{
    private const int TypeMask = 0xF000;
    private const int Sticky = 0x200;
    private const int WritableByOthers = 0x12;

    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    public bool IsFolder => (Mode & TypeMask) == 0x4000;

    public bool IsLink => (Mode & TypeMask) == 0xA000;

    /// <summary>Group or others may write. With an access control list the group's bits stand for the most that anyone in it may.</summary>
    public bool IsWritableByOthers => (Mode & WritableByOthers) != 0;

    /// <summary>Only an entry's own owner may rename or remove it.</summary>
    public bool IsSticky => (Mode & Sticky) != 0;

    public string ModeText => Convert.ToString(Mode & 0xFFF, 8).PadLeft(4, '0');

    public string Kind => (Mode & TypeMask) switch
    {
        0x8000 => "a regular file",
        0x4000 => "a folder",
        0xA000 => "a symbolic link",
        0x1000 => "a pipe",
        0xC000 => "a socket",
        0x2000 or 0x6000 => "a device",
        _ => "of an unknown kind",
    };
}

namespace EventOps.Linux.Netlink;

/// <summary>NLM_F_* of netlink(7). Bits 0x100 and up mean one thing in a get and another in a change.</summary>
[Flags]
public enum NetlinkFlags
{
    None = 0,
    Request = 1,

    /// <summary>More of the same answer follows, up to the message that says done.</summary>
    Multi = 2,

    /// <summary>Answer with an error message, 0 for success.</summary>
    Acknowledge = 4,

    /// <summary>What is dumped changed meanwhile: the dump may lack or repeat things.</summary>
    DumpInterrupted = 0x10,

    /// <summary>The dump was filtered as asked.</summary>
    DumpFiltered = 0x20,

    /// <summary>Of an error: the request's payload is not repeated.</summary>
    Capped = 0x100,

    /// <summary>Of an error: attributes that explain it follow.</summary>
    Explained = 0x200,

    /// <summary>All of them (NLM_F_ROOT | NLM_F_MATCH).</summary>
    Dump = Capped | Explained,

    Replace = Capped,
    Exclusive = Explained,
    Create = 0x400,
    Append = 0x800,
}

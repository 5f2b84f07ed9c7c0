using System.Runtime.InteropServices;

namespace EventOps.Linux.Nftables;

/// <summary>libnftables(3), from the package libnftables1. A context is not for two threads at once, and keeps a netlink socket of the namespace it was made in.</summary>
/// <remarks>What the indexes of links mean it keeps for the whole process while it works (iface.c), whatever the namespace: <see cref="Gate"/> is for one call at a time.</remarks>
internal static partial class LibNftables
{
    internal const uint Stateless = 1 << 2;
    internal const uint Handles = 1 << 3;
    internal const uint Json = 1 << 4;
    internal const uint NumericProtocols = 1 << 7;

    private const string Name = "libnftables.so.1";

    internal static readonly Lock Gate = new();

    [LibraryImport(Name, EntryPoint = "nft_ctx_new")]
    internal static partial NftContextHandle New(uint flags);

    [LibraryImport(Name, EntryPoint = "nft_ctx_free")]
    internal static partial void Free(nint context);

    [LibraryImport(Name, EntryPoint = "nft_ctx_buffer_output")]
    internal static partial int BufferOutput(NftContextHandle context);

    [LibraryImport(Name, EntryPoint = "nft_ctx_buffer_error")]
    internal static partial int BufferError(NftContextHandle context);

    /// <returns>Text that belongs to the context, until the next call.</returns>
    [LibraryImport(Name, EntryPoint = "nft_ctx_get_output_buffer")]
    internal static partial nint Output(NftContextHandle context);

    /// <inheritdoc cref="Output"/>
    [LibraryImport(Name, EntryPoint = "nft_ctx_get_error_buffer")]
    internal static partial nint Error(NftContextHandle context);

    [LibraryImport(Name, EntryPoint = "nft_ctx_output_set_flags")]
    internal static partial void SetOutput(NftContextHandle context, uint flags);

    [LibraryImport(Name, EntryPoint = "nft_ctx_set_dry_run")]
    internal static partial void SetDryRun(NftContextHandle context, [MarshalAs(UnmanagedType.U1)] bool isDry);

    /// <returns>0 when the commands of the file were taken.</returns>
    [LibraryImport(Name, EntryPoint = "nft_run_cmd_from_filename", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RunFile(NftContextHandle context, string path);

    /// <returns>0 when the commands were taken.</returns>
    [LibraryImport(Name, EntryPoint = "nft_run_cmd_from_buffer")]
    internal static partial int Run(NftContextHandle context, byte[] commands);
}

/// <summary>struct nft_ctx.</summary>
internal sealed class NftContextHandle : SafeHandle
{
    public NftContextHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibNftables.Free(handle);
        return true;
    }
}

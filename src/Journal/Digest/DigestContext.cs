using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Journal.Digest;

/// <summary>
/// SHA-256 of many short texts: a context of OpenSSL's that is used again and again (EVP_DigestInit(3)). Of what a hash of a line costs,
/// more than half is the making of a new one. For one thread at a time.
/// </summary>
internal sealed partial class DigestContext : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>The runtime's own cryptography asks for the same library.</summary>
    private const string Library = "libcrypto.so.3";

    public DigestContext()
        : base(ownsHandle: true)
    {
    }

    /// <returns>Null where there is no such library, or it does not give SHA-256: <see cref="SHA256.HashData(ReadOnlySpan{byte})"/> serves there.</returns>
    public static DigestContext? Create()
    {
        try
        {
            return Prepared(EVP_MD_CTX_new());
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <param name="hash">32 bytes.</param>
    /// <exception cref="CryptographicException">OpenSSL refuses.</exception>
    public void Hash(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hash.Length, SHA256.HashSizeInBytes);
        // Without an algorithm: the one that the context has.
        if (EVP_DigestInit_ex2(this, 0, 0) != 1 || EVP_DigestUpdate(this, text, (nuint)text.Length) != 1 || EVP_DigestFinal_ex(this, hash, 0) != 1)
        {
            throw new CryptographicException("OpenSSL did not give a SHA-256");
        }
    }

    protected override bool ReleaseHandle()
    {
        EVP_MD_CTX_free(handle);
        return true;
    }

    private static DigestContext? Prepared(DigestContext context)
    {
        var algorithm = EVP_MD_fetch(0, "SHA256", null);
        // The context holds the algorithm for itself.
        var isReady = !context.IsInvalid && algorithm != 0 && EVP_DigestInit_ex2(context, algorithm, 0) == 1;
        EVP_MD_free(algorithm);
        if (isReady)
        {
            return context;
        }

        context.Dispose();
        return null;
    }

    [LibraryImport(Library)]
    private static partial DigestContext EVP_MD_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint EVP_MD_fetch(nint library, string algorithm, string? properties);

    [LibraryImport(Library)]
    private static partial void EVP_MD_free(nint algorithm);

    [LibraryImport(Library)]
    private static partial int EVP_DigestInit_ex2(DigestContext context, nint algorithm, nint parameters);

    [LibraryImport(Library)]
    private static partial int EVP_DigestUpdate(DigestContext context, ReadOnlySpan<byte> text, nuint length);

    [LibraryImport(Library)]
    private static partial int EVP_DigestFinal_ex(DigestContext context, Span<byte> hash, nint length);
}

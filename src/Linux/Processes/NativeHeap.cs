namespace EventOps.Linux.Processes;

/// <summary>The C library's heap, from which the runtime and its compiler take what is not the collector's.</summary>
public static class NativeHeap
{
    /// <summary>Gives free memory in all arenas back to the kernel: malloc_trim(3), which only glibc has.</summary>
    /// <returns>Whether anything was given back.</returns>
    public static bool Trim()
    {
        try
        {
            return NativeProcess.malloc_trim(0) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }
}

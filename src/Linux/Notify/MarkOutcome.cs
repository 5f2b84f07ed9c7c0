namespace EventOps.Linux.Notify;

/// <summary>Whether a filesystem could be marked.</summary>
/// <param name="Mask">What is watched; <see cref="FanotifyMask.None"/> when nothing is.</param>
/// <param name="Errno">Why not, or why less than was asked; 0 when all of it is watched.</param>
/// <param name="Advice">What to do instead; empty when all of it is watched.</param>
public sealed record MarkOutcome(FanotifyMask Mask, int Errno = 0, string Advice = "")
{
    public bool IsMarked => Mask != FanotifyMask.None;
}

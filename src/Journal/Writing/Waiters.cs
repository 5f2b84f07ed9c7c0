namespace EventOps.Journal.Writing;

/// <summary>Those who wait for durability. Guarded by the writer's lock.</summary>
internal sealed class Waiters
{
    private readonly List<(long Sequence, TaskCompletionSource<Durability> Answer)> waiting = [];

    public bool Any => waiting.Count > 0;

    public Task<Durability> Add(long sequence)
    {
        var answer = new TaskCompletionSource<Durability>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add((sequence, answer));
        return answer.Task;
    }

    public void Answer(Predicate<long> who, Durability durability) =>
        waiting.RemoveAll(w =>
        {
            if (!who(w.Sequence))
            {
                return false;
            }

            w.Answer.TrySetResult(durability);
            return true;
        });
}

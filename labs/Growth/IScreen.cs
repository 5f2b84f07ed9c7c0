namespace EventOps.Lab.Growth;

/// <summary>Where the demonstration is shown.</summary>
internal interface IScreen
{
    /// <summary>One line, before or after the run.</summary>
    void Say(string line);

    /// <summary>The run itself: <paramref name="work"/> hands over each view, about ten a second.</summary>
    Task ShowAsync(Func<Action<View>, Task> work);

    void Close(Summary summary);
}

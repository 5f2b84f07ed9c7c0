using EventOps.Host.Settings;

namespace EventOps.Host.Commands;

/// <summary>Prints what is wrong with settings, each with its line and a caret.</summary>
internal static class SettingsProblems
{
    public static void Print(IReadOnlyList<SettingsProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
            if (problem.Excerpt.Length > 0)
            {
                Console.Error.WriteLine(problem.Excerpt);
            }
        }
    }
}

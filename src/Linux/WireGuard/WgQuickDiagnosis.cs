namespace EventOps.Linux.WireGuard;

/// <summary>Judges a file line by line, and as a whole.</summary>
internal static class WgQuickDiagnosis
{
    internal static IReadOnlyList<WgQuickProblem> Of(IReadOnlyList<WgQuickSection> sections)
    {
        var problems = new List<WgQuickProblem>();
        var keys = new HashSet<WireGuardKey>();
        foreach (var section in sections)
        {
            problems.AddRange(Lines(section));
            if (!section.IsPeer)
            {
                continue;
            }

            if (section.PublicKey is { } key && !keys.Add(key))
            {
                problems.Add(new WgQuickProblem(section.Line, $"a second [Peer] has the PublicKey {key}; make one of the two"));
            }
            else if (section.Value("PublicKey") is null)
            {
                problems.Add(new WgQuickProblem(section.Line, "this [Peer] has no PublicKey"));
            }
        }

        var interfaces = sections.Count(section => section.IsInterface);
        if (interfaces != 1)
        {
            problems.Add(new WgQuickProblem(1, interfaces == 0 ? "there is no [Interface]" : "there is more than one [Interface]"));
        }
        else if (!sections.First(section => section.IsInterface).Lines.Any(line => line.Is("PrivateKey")))
        {
            problems.Add(new WgQuickProblem(sections.First(section => section.IsInterface).Line, "the [Interface] has no PrivateKey"));
        }

        return problems;
    }

    private static IEnumerable<WgQuickProblem> Lines(WgQuickSection section)
    {
        for (var i = 0; i < section.Lines.Count; i++)
        {
            var line = section.Lines[i];
            var wrong = line.Content.Length == 0 ? null
                : line.Section is not null ? section.IsPeer || section.IsInterface ? null : "there is no such section; write [Interface] or [Peer]"
                : line.Key.Length == 0 ? "it is no line of the form Key = value"
                : section.Name.Length == 0 ? "it stands before the first section"
                : section.IsPeer || section.IsInterface ? WgQuickKeys.Judge(section.Name, line.Key, line.Value) : null;
            if (wrong is not null)
            {
                yield return new WgQuickProblem(section.Line + i, wrong);
            }
        }
    }
}

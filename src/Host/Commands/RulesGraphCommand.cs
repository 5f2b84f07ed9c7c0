using System.CommandLine;
using System.Text;
using System.Text.Json;
using EventOps.Rules.Process;

namespace EventOps.Host.Commands;

/// <summary><c>eventops rules graph</c>: what feeds what, as text or as DOT for Graphviz.</summary>
internal static class RulesGraphCommand
{
    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var folder = RulesFolder.Option();
        var dot = new Option<bool>("--dot") { Description = "Print DOT, for Graphviz: eventops rules graph --dot | dot -Tsvg" };
        var json = CommonOptions.Json();
        var command = new Command("graph", "Show which facts each rule looks at and what it brings about, from the files alone") { settings, folder, dot, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (RulesFolder.Find(parsed.GetValue(folder), parsed.GetValue(settings)!, out _) is not { } found)
            {
                return ExitCodes.BadSettings;
            }

            var read = await RulesFolder.ReadAsync(found, cancellationToken);
            foreach (var error in read.Errors)
            {
                await Console.Error.WriteLineAsync(error.ToString());
            }

            Console.Write(parsed.GetValue(dot) ? Dot(read.Shapes)
                : parsed.GetValue(json) ? JsonSerializer.Serialize(read.Shapes, CommandJson.Default.IReadOnlyListRuleShape) + "\n"
                : Text(read.Shapes));
            return read.Errors.Count == 0 ? ExitCodes.Success : ExitCodes.BadData;
        });
        return command;
    }

    internal static string Text(IReadOnlyList<RuleShape> shapes)
    {
        var text = new StringBuilder();
        foreach (var shape in shapes)
        {
            text.AppendLine(shape.Rule);
            text.AppendLine(null, $"    looks at     {string.Join(", ", shape.Reads)}");
            if (shape.Wants.Count > 0)
            {
                text.AppendLine(null, $"    wants        {string.Join(", ", shape.Wants)}");
            }

            if (shape.Yields.Count > 0)
            {
                text.AppendLine(null, $"    makes        {string.Join(", ", shape.Yields)}");
            }
        }

        return text.ToString();
    }

    internal static string Dot(IReadOnlyList<RuleShape> shapes)
    {
        var text = new StringBuilder("digraph rules {\n    rankdir=LR;\n    node [fontname=\"sans-serif\"];\n");
        foreach (var shape in shapes)
        {
            text.AppendLine(null, $"    {Quoted(shape.Rule)} [shape=box];");
            foreach (var fact in shape.Reads)
            {
                var isNegated = fact.StartsWith("not ", StringComparison.Ordinal);
                text.AppendLine(null, $"    {Quoted(isNegated ? fact[4..] : fact)} -> {Quoted(shape.Rule)}{(isNegated ? " [style=dashed,label=\"not\"]" : "")};");
            }

            foreach (var outcome in shape.Wants.Concat(shape.Yields))
            {
                text.AppendLine(null, $"    {Quoted(shape.Rule)} -> {Quoted(outcome)};");
            }
        }

        return text.Append("}\n").ToString();
    }

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}

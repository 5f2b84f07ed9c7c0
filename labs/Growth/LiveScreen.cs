using Spectre.Console;

namespace EventOps.Lab.Growth;

/// <summary>A terminal: one picture that changes in place, and stays when all is over.</summary>
internal sealed class LiveScreen(IAnsiConsole console) : IScreen
{
    public void Say(string line) => console.MarkupLineInterpolated($"  [grey]{line}[/]");

    public Task ShowAsync(Func<Action<View>, Task> work)
    {
        console.WriteLine();
        var picture = new Picture(console.Profile);
        return console.Live(new Text(""))
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Top)
            .StartAsync(context => work(view =>
            {
                context.UpdateTarget(picture.Draw(view));
                context.Refresh();
            }));
    }

    public void Close(Summary summary)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        foreach (var (name, text) in summary.Lines)
        {
            grid.AddRow(new Text(name, Palette.Quiet), new Text(text, summary.IsGood ? Style.Plain : Palette.Bad));
        }

        console.WriteLine();
        console.Write(grid);
    }
}

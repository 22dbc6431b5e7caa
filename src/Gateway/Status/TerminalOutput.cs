using Spectre.Console;

namespace Gateway.Status;

/// <summary>Status for a person at a terminal: a table at the start, then a line per change.</summary>
internal sealed class TerminalOutput(IAnsiConsole console, TimeProvider time) : IStatusOutput
{
    public void Started(Overview overview)
    {
        console.MarkupLineInterpolated($"[bold]Serving {overview.Source}[/]");
        if (overview.Routes.Count > 0)
            console.Write(Table(overview));
        WriteMore(overview.More);
        WriteLines(overview.Conditions);
        WriteMore(overview.MoreConditions);
        foreach (var note in overview.Notes)
            WriteUnwrapped(note);
        console.MarkupLine("[grey]Edit the manifests to see them take effect; Ctrl+C stops.[/]");
    }

    public void Changed(IReadOnlyList<ChangeLine> lines, int more)
    {
        WriteLines(lines);
        WriteMore(more);
    }

    private static Table Table(Overview overview)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("URL").AddColumn("Service").AddColumn(new TableColumn("Endpoints").RightAligned());
        foreach (var route in overview.Routes)
            table.AddRow(
                new Markup($"[link={Markup.Escape(route.Url)}]{Markup.Escape(route.Url)}[/]").Overflow(Overflow.Fold),
                new Text(route.Backend),
                new Text(route.Endpoints.ToString(System.Globalization.CultureInfo.InvariantCulture), new Style(route.Endpoints == 0 ? Color.Red : null)));
        return table;
    }

    private void WriteLines(IEnumerable<ChangeLine> lines)
    {
        foreach (var line in lines)
            console.MarkupLineInterpolated($"[grey]{time.GetLocalNow():HH:mm:ss}[/] [{ColourOf(line.Kind)}]{line.Mark} {line.Subject}[/] {line.Detail}");
    }

    private void WriteMore(int more)
    {
        if (more > 0)
            console.MarkupLineInterpolated($"[grey]and {more} more[/]");
    }

    /// <summary>A command must survive being copied, so it is not broken into lines.</summary>
    private void WriteUnwrapped(string text) => console.Profile.Out.Writer.WriteLine(text);

    private static string ColourOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "green",
        ChangeKind.Changed => "yellow",
        ChangeKind.Removed => "red",
        ChangeKind.Error => "red bold",
        ChangeKind.Warning => "yellow bold",
        _ => "default",
    };
}

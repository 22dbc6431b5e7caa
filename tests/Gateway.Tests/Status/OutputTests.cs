using Gateway.Status;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Gateway.Tests.Status;

public sealed class OutputTests
{
    private static readonly Overview Overview = new(
        "manifests in deploy/dev",
        [new("http://shop.localhost:8080/", "default/shop:http", 3)],
        More: 4,
        ["health: http://127.0.0.1:8081/readyz"],
        [new(ChangeKind.Warning, "Ingress default/shop", "Odd: it is [odd]")],
        MoreConditions: 0);

    [Fact]
    public void A_terminal_gets_a_table()
    {
        var text = Terminal(output => output.Started(Overview));

        Assert.Contains("Serving manifests in deploy/dev", text, StringComparison.Ordinal);
        Assert.Contains("│ http://shop.localhost:8080/ │ default/shop:http │         3 │", text, StringComparison.Ordinal);
        Assert.Contains("and 4 more", text, StringComparison.Ordinal);
        Assert.Contains("! Ingress default/shop Odd: it is [odd]", text, StringComparison.Ordinal);
        Assert.Contains("health: http://127.0.0.1:8081/readyz", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_a_line_per_change()
    {
        var text = Terminal(output => output.Changed([new(ChangeKind.Added, "route a/[b]", "default/a:http (1 endpoint)")], more: 2));

        Assert.Matches(@"^\d\d:\d\d:\d\d \+ route a/\[b\] default/a:http \(1 endpoint\)\nand 2 more\n$", text);
    }

    [Fact]
    public void The_log_gets_a_line_per_fact()
    {
        Assert.Equal(
            [
                (LogLevel.Information, "Serving manifests in deploy/dev"),
                (LogLevel.Information, "http://shop.localhost:8080/ → default/shop:http, 3 endpoints"),
                (LogLevel.Information, "and 4 more"),
                (LogLevel.Warning, "! Ingress default/shop: Odd: it is [odd]"),
                (LogLevel.Information, "health: http://127.0.0.1:8081/readyz"),
            ],
            Logged(output => output.Started(Overview)));
    }

    [Fact]
    public void An_error_in_an_object_is_an_error_in_the_log()
    {
        Assert.Equal([(LogLevel.Error, "! Ingress a/b: Bad: x")], Logged(output => output.Changed([new(ChangeKind.Error, "Ingress a/b", "Bad: x")], 0)));
    }

    private static string Terminal(Action<TerminalOutput> act)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 120;
        act(new(console, TimeProvider.System));
        return writer.ToString();
    }

    private static List<(LogLevel, string)> Logged(Action<LogOutput> act)
    {
        var log = new RecordedLog<LogOutput>();
        act(new(log));
        return log.Lines;
    }
}

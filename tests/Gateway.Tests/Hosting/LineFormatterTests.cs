using Gateway.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

public sealed class LineFormatterTests
{
    [Theory]
    [InlineData("Gateway.Manifests.ManifestSource", LogLevel.Information, "info  Manifests: hello")]
    [InlineData("Gateway.Status", LogLevel.Warning, "warn  Status: hello")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error, "error Microsoft.AspNetCore.Server.Kestrel: hello")]
    public void An_event_is_one_line_with_the_room_it_comes_from(string category, LogLevel level, string expected)
    {
        Assert.Equal($"2030-01-02T03:04:05.006Z {expected}\n", Format(category, level, null));
    }

    [Fact]
    public void An_exception_follows_its_line()
    {
        Assert.Equal(
            "2030-01-02T03:04:05.006Z error Demo: hello\nSystem.InvalidOperationException: no\n",
            Format("Gateway.Demo.EchoBackends", LogLevel.Error, new InvalidOperationException("no")));
    }

    private static string Format(string category, LogLevel level, Exception? error)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new LineFormatter(new StandingClock()).Write(new LogEntry<string>(level, category, default, "hello", error, (state, _) => state), null, writer);
        return writer.ToString();
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2030, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}

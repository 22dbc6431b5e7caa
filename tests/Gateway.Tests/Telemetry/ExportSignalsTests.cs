using Gateway.Telemetry;

namespace Gateway.Tests.Telemetry;

public sealed class ExportSignalsTests
{
    [Theory]
    [InlineData("", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://x", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://x", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x OTEL_METRICS_EXPORTER=none", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x OTEL_SDK_DISABLED=true", false, false)]
    [InlineData("OTEL_SERVICE_NAME=x", false, false)]
    public void A_signal_is_exported_where_the_environment_says_where_to(string environment, bool traces, bool metrics)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => (string?)pair[1]);

        Assert.Equal(new ExportSignals(traces, metrics), ExportSignals.From(variables));
    }
}

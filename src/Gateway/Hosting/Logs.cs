namespace Gateway.Hosting;

/// <summary>The log on standard output: a line per event, or another form where <c>Logging:Console:FormatterName</c> names one, such as <c>json</c>.</summary>
internal static class Logs
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Gateway", LogLevel.Information)
            // A start that fails is told in a sentence, and what it would add is a stack trace.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            // Not ready is an answer to those who ask, not an error.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddConsole(console => console.FormatterName = builder.Configuration["Logging:Console:FormatterName"] ?? LineFormatter.FormatterName)
            .AddConsoleFormatter<LineFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
    }
}

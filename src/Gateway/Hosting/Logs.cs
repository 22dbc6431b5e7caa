using Microsoft.Extensions.Logging.Console;

namespace Gateway.Hosting;

/// <summary>The log on standard output: a line per event, or JSON where <c>Logging:Console:FormatterName</c> is <c>json</c>.</summary>
internal static class Logs
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Gateway", LogLevel.Information)
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddConsole();
        builder.Services.AddOptions<SimpleConsoleFormatterOptions>().PreConfigure(SingleLine);
    }

    private static void SingleLine(SimpleConsoleFormatterOptions format)
    {
        format.SingleLine = true;
        format.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        format.UseUtcTimestamp = true;
    }

    /// <summary>A default that everything configured comes after, wherever it is registered.</summary>
    private static void PreConfigure<T>(this Microsoft.Extensions.Options.OptionsBuilder<T> options, Action<T> configure)
        where T : class =>
        options.Services.Insert(0, ServiceDescriptor.Singleton<Microsoft.Extensions.Options.IConfigureOptions<T>>(
            new Microsoft.Extensions.Options.ConfigureOptions<T>(configure)));
}

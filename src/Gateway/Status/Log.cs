namespace Gateway.Status;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Serving {Source}")]
    public static partial void Serving(this ILogger logger, string source);

    [LoggerMessage(LogLevel.Information, "{Url} → {Backend}, {Endpoints}")]
    public static partial void Reachable(this ILogger logger, string url, string backend, string endpoints);

    [LoggerMessage(LogLevel.Information, "{Note}")]
    public static partial void Note(this ILogger logger, string note);

    [LoggerMessage("{Mark} {Subject}: {Detail}")]
    public static partial void Change(this ILogger logger, LogLevel level, char mark, string subject, string detail);

    [LoggerMessage(LogLevel.Information, "and {Count} more")]
    public static partial void AndMore(this ILogger logger, int count);
}

namespace Gateway.Hosting;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "The gateway does not balance TCP and UDP, because Gateway:Layer4:Mode is auto and {Reason}")]
    public static partial void NoLayer4(this ILogger logger, string reason);
}

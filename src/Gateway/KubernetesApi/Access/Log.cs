namespace Gateway.KubernetesApi.Access;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "{Problem}; what was read before stays in use")]
    public static partial void FilesUnusable(this ILogger logger, string problem);

    [LoggerMessage(LogLevel.Information, "{Names} can be used again")]
    public static partial void FilesUsable(this ILogger logger, string names);

    [LoggerMessage(LogLevel.Warning, "{Problem}; the credential it gave before stays in use until it expires")]
    public static partial void RenewalFailed(this ILogger logger, string problem);
}

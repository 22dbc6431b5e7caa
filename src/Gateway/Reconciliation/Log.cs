namespace Gateway.Reconciliation;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Critical, "Translation failed; what is served stays as it is")]
    public static partial void TranslationFailed(this ILogger logger, Exception error);

    [LoggerMessage(LogLevel.Error, "{Target} could not apply generation {Generation}; trying again in {RetrySeconds} s")]
    public static partial void ApplyFailed(this ILogger logger, string target, long generation, double retrySeconds, Exception error);
}

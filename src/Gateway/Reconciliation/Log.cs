namespace Gateway.Reconciliation;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Critical, "Translation failed; what is served stays as it is")]
    public static partial void TranslationFailed(this ILogger logger, Exception error);

    [LoggerMessage(LogLevel.Error, "{Target} could not apply generation {Generation}; trying again in {RetrySeconds} s")]
    public static partial void ApplyFailed(this ILogger logger, string target, long generation, double retrySeconds, Exception error);

    [LoggerMessage(LogLevel.Warning, "The last known state cannot be kept in {Path}, so a start without the API server would serve nothing: {Reason}")]
    public static partial void StateNotSaved(this ILogger logger, string path, string reason);

    [LoggerMessage(LogLevel.Information, "The last known state is kept in {Path} again")]
    public static partial void StateSavedAgain(this ILogger logger, string path);
}

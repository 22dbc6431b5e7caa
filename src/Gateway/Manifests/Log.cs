using Gateway.Model;

namespace Gateway.Manifests;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Read {Objects} objects from {Files} files in {Path}")]
    public static partial void ManifestsRead(this ILogger logger, int objects, int files, string path);

    [LoggerMessage(LogLevel.Information, "Manifests changed ({Files}): {Upserted} objects added or changed, {Deleted} removed")]
    public static partial void ManifestsChanged(this ILogger logger, string files, int upserted, int deleted);

    [LoggerMessage("{Problem}")]
    public static partial void ProblemFound(this ILogger logger, LogLevel level, ManifestProblem problem);

    [LoggerMessage(LogLevel.Information, "{File} is in order again")]
    public static partial void FileHealed(this ILogger logger, string file);

    [LoggerMessage(LogLevel.Warning, "{Path} is gone; its objects are removed until it is back")]
    public static partial void FolderGone(this ILogger logger, string path);

    [LoggerMessage(LogLevel.Information, "{Path} is back")]
    public static partial void FolderBack(this ILogger logger, string path);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be watched and is looked at every {Seconds} s instead: {Reason}")]
    public static partial void WatchFailed(this ILogger logger, string path, double seconds, string reason);

    [LoggerMessage(LogLevel.Information, "Events of {Path} were lost, so all of it is read again: {Reason}")]
    public static partial void EventsLost(this ILogger logger, string path, string reason);

    [LoggerMessage(LogLevel.Error, "Looking for changes in {Path} failed; what was read before stays")]
    public static partial void LookFailed(this ILogger logger, string path, Exception error);

    public static LogLevel LevelOf(ConditionSeverity severity) => severity switch
    {
        ConditionSeverity.Error => LogLevel.Error,
        ConditionSeverity.Warning => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}

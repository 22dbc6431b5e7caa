using Gateway.Model;

namespace Gateway.KubernetesApi;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Debug, "{Watch}: {Count} objects at version {Version}")]
    public static partial void KindListed(this ILogger logger, string watch, int count, string? version);

    [LoggerMessage(LogLevel.Information, "following {Source}: {Count} objects")]
    public static partial void Following(this ILogger logger, string source, int count);

    [LoggerMessage(LogLevel.Warning, "cannot follow the API server, what is known stays served: {Failure}")]
    public static partial void NotFollowing(this ILogger logger, string failure);

    [LoggerMessage(LogLevel.Information, "following the API server again, after {Seconds:0.0} s")]
    public static partial void FollowingAgain(this ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Warning, "what is served has not been compared with the API server for {Age}: {Problem}")]
    public static partial void StateAges(this ILogger logger, TimeSpan age, string? problem);

    [LoggerMessage(LogLevel.Warning, "the API server does not answer: beginning with what was known at {SavedAt:yyyy-MM-dd HH:mm:ss} UTC")]
    public static partial void BeginsWithLastKnownGood(this ILogger logger, DateTimeOffset savedAt);

    [LoggerMessage(LogLevel.Warning, "the API server does not answer, and what was known cannot be used: {Problem}")]
    public static partial void LastKnownGoodUnusable(this ILogger logger, string problem);

    [LoggerMessage("{Watch} may not be read, {Consequence}: {Reason}")]
    public static partial void KindForbidden(this ILogger logger, LogLevel level, string watch, string consequence, string reason);

    [LoggerMessage(LogLevel.Information, "{Watch} may be read now")]
    public static partial void KindAllowed(this ILogger logger, string watch);

    [LoggerMessage(LogLevel.Information, "{Watch}: its API is gone, and its objects with it")]
    public static partial void ApiGone(this ILogger logger, string watch);

    [LoggerMessage(LogLevel.Warning, "{Object} cannot be read and stays as it was known, if it was: {Fault}")]
    public static partial void ObjectUnreadable(this ILogger logger, ObjectReference @object, string fault);
}

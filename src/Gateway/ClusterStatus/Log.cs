using Gateway.Model;

namespace Gateway.ClusterStatus;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "publishing {Addresses}")]
    public static partial void Publishing(this ILogger logger, string addresses);

    [LoggerMessage(LogLevel.Information, "no address is published in the status of Ingresses and Services: neither Status:PublishAddresses nor Status:PublishService is set")]
    public static partial void NothingToPublish(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Status:PublishService names Service {Service}, which does not exist; the status of Ingresses and Services is left as it is")]
    public static partial void NoPublishService(this ILogger logger, NamespacedName? service);

    [LoggerMessage(LogLevel.Information, "{Identity} leads: it writes status and events")]
    public static partial void Leading(this ILogger logger, string identity);

    [LoggerMessage(LogLevel.Information, "{Identity} leads no more")]
    public static partial void LeadingNoMore(this ILogger logger, string identity);

    [LoggerMessage(LogLevel.Warning, "Lease {Lease} may not be used, so no status and no events are written but those of nodes, and traffic goes on: {Reason}")]
    public static partial void LeaseForbidden(this ILogger logger, NamespacedName lease, string reason);

    [LoggerMessage(LogLevel.Warning, "Lease {Lease} can be neither taken nor renewed: {Reason}")]
    public static partial void LeaseFails(this ILogger logger, NamespacedName lease, string reason);

    [LoggerMessage(LogLevel.Warning, "Lease {Lease} was not given back, so the next to lead waits until it has run out: {Reason}")]
    public static partial void LeaseNotReleased(this ILogger logger, NamespacedName lease, string reason);

    [LoggerMessage(LogLevel.Warning, "{What} of kind {Kind} may not be written, and traffic goes on: {Reason}")]
    public static partial void Forbidden(this ILogger logger, string what, string kind, string reason);

    [LoggerMessage(LogLevel.Information, "{What} of kind {Kind} may be written now")]
    public static partial void Allowed(this ILogger logger, string what, string kind);

    [LoggerMessage(LogLevel.Warning, "{What} is not taken by the API server: {Reason}")]
    public static partial void NotTaken(this ILogger logger, string what, string reason);

    [LoggerMessage(LogLevel.Warning, "{What} cannot be written for now, and traffic goes on: {Reason}")]
    public static partial void NotWritten(this ILogger logger, string what, string reason);

    [LoggerMessage(LogLevel.Information, "{What} can be written again")]
    public static partial void WrittenAgain(this ILogger logger, string what);

    [LoggerMessage(LogLevel.Warning, "the status of {Object} is written by somebody else too; after {Times} times it is left to them for longer and longer")]
    public static partial void Overwritten(this ILogger logger, ObjectReference @object, int times);

    [LoggerMessage(LogLevel.Error, "Working on {Object} failed")]
    public static partial void WorkFailed(this ILogger logger, ObjectReference @object, Exception error);
}

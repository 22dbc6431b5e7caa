using Gateway.Model;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "{Cluster}: {Destination} does not take connections; left out for {Seconds} s")]
    public static partial void LeftOut(this ILogger logger, ServicePortName cluster, string destination, double seconds);

    [LoggerMessage(LogLevel.Warning, "{RequestId} {Method} {Host}{Target}: {Cluster} at {Destination} failed: {Error}: {Message}")]
    public static partial void ForwardFailed(
        this ILogger logger, string requestId, string method, string? host, string target, ServicePortName cluster, string destination, ForwarderError error, string? message);

    [LoggerMessage(LogLevel.Information, "{RequestId} {Method} {Host}{Target}: answered 503 for {Source}: {Reason}")]
    public static partial void Unavailable(
        this ILogger logger, string requestId, string method, string? host, string target, ObjectReference source, string reason);

    [LoggerMessage(LogLevel.Debug, "{RequestId}: ended early by the client or the backend ({Error})")]
    public static partial void EndedEarly(this ILogger logger, string requestId, ForwarderError error);

    [LoggerMessage(LogLevel.Error, "The certificate of Secret {Secret} cannot be loaded, so what was served before stays: {Message}")]
    public static partial void CertificateNotLoaded(this ILogger logger, NamespacedName secret, string message);

    [LoggerMessage(LogLevel.Warning, "Secret {Secret}: {Reason}: {Message}")]
    public static partial void CertificateDoubtful(this ILogger logger, NamespacedName secret, string reason, string message);

    [LoggerMessage(LogLevel.Warning, "No development certificates: {Folder} cannot be used: {Message}")]
    public static partial void NoDevelopmentAuthority(this ILogger logger, string folder, string message);
}

using Gateway.Model;

namespace Gateway.Ipvs;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "The kernel's IPVS cannot be used, so Services are not balanced by it; it is asked again every {RetrySeconds} s: {Reason}")]
    public static partial void Unavailable(this ILogger logger, string reason, double retrySeconds);

    [LoggerMessage(LogLevel.Warning, "The connection to the kernel's IPVS was lost, and is opened anew within {RetrySeconds} s: {Reason}")]
    public static partial void Lost(this ILogger logger, string reason, double retrySeconds);

    [LoggerMessage(LogLevel.Information, "The connection to the kernel's IPVS {Version} is open again")]
    public static partial void Reopened(this ILogger logger, Version version);

    [LoggerMessage(LogLevel.Information, "The kernel's IPVS {Version} is used; {Adopted} virtual services are ours already")]
    public static partial void Available(this ILogger logger, Version version, int adopted);

    [LoggerMessage(LogLevel.Information, "{Setting} is {After} now and was {Before}, because {Reason}")]
    public static partial void SettingChanged(this ILogger logger, string setting, string after, string? before, string reason);

    [LoggerMessage(LogLevel.Warning, "{Setting} is {Before} and should be {After}, because {Reason}; it cannot be set: {Problem}")]
    public static partial void SettingNotChanged(this ILogger logger, string setting, string? before, string after, string reason, string problem);

    [LoggerMessage(LogLevel.Warning, "Somebody else has changed the gateway's virtual services; {Repairs} changes put them right, such as {Example}")]
    public static partial void Repairing(this ILogger logger, int repairs, string example);

    [LoggerMessage(LogLevel.Warning, "The nftables tables of the gateway were changed by somebody else, and are written again")]
    public static partial void RepairingTables(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Somebody else has changed the gateway's nftables sets; {Repairs} elements are put right, such as {Example}")]
    public static partial void RepairingElements(this ILogger logger, int repairs, string example);

    [LoggerMessage(LogLevel.Warning, "The kernel has no IPVS scheduler {Scheduler}; Services that ask for it get another one")]
    public static partial void NoScheduler(this ILogger logger, string scheduler);

    [LoggerMessage(LogLevel.Warning, "{Service}: {Reason}: {Words}")]
    public static partial void ConditionCameUp(this ILogger logger, ObjectReference service, string reason, string words);

    [LoggerMessage(LogLevel.Warning, "What comes to {Listener} cannot be taken for now, and is again in {RetrySeconds} s: {Reason}")]
    public static partial void RelayPauses(this ILogger logger, string listener, double retrySeconds, string reason);

    [LoggerMessage(LogLevel.Warning, "The kernel's IPVS could not be compared with the plan, and is again in {RetrySeconds} s: {Reason}")]
    public static partial void UpkeepFailed(this ILogger logger, double retrySeconds, string reason);
}

using System.Net;

namespace Gateway.Demo;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "The demo backend {Name} cannot listen on {Address}: {Reason}; requests for it go to whoever does")]
    public static partial void BackendRefused(this ILogger logger, string name, IPEndPoint address, string reason);
}

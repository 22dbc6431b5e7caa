using Microsoft.AspNetCore.Http.Features;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>A request that is not forwarded, whatever the route says.</summary>
internal sealed record Refusal(int Status, string Sentence)
{
    private static readonly Refusal NoTunnels = new(StatusCodes.Status405MethodNotAllowed, "This is not a forward proxy.");
    private static readonly Refusal UnknownProtocol = new(StatusCodes.Status501NotImplemented, "Only WebSockets can be asked for by CONNECT.");
    private static readonly Refusal AmbiguousTarget = new(StatusCodes.Status400BadRequest, "The path can be read in more than one way.");

    public static Refusal? Find(HttpContext context)
    {
        if (HttpMethods.IsConnect(context.Request.Method) && !UpgradeRequest.Is(context))
            return context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } ? UnknownProtocol : NoTunnels;
        return RequestTarget.Build(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget) is null ? AmbiguousTarget : null;
    }
}

using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>Makes large bodies, and those of unknown length, take turns: see <see cref="FairStream"/>.</summary>
internal static class FairBodies
{
    public static void UseForRequest(HttpRequest request)
    {
        if (IsLarge(request.ContentLength))
            request.Body = new FairStream(request.Body);
    }

    public static void UseForResponse(HttpContext context)
    {
        if (IsLarge(context.Response.ContentLength))
            context.Features.Set<IHttpResponseBodyFeature>(new FairResponseBody(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>()));
    }

    /// <summary>For what follows an upgrade.</summary>
    public static void UseForUpgrade(IFeatureCollection features)
    {
        if (features.Get<IHttpUpgradeFeature>() is { } upgrade)
            features.Set<IHttpUpgradeFeature>(new FairUpgrade(upgrade));
        if (features.Get<IHttpExtendedConnectFeature>() is { } connect)
            features.Set<IHttpExtendedConnectFeature>(new FairConnect(connect));
    }

    private static bool IsLarge(long? length) => length is null or > FairStream.Turn;

    private sealed class FairResponseBody(IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
    {
        public Stream Stream { get; } = new FairStream(inner.Stream);

        public PipeWriter Writer => inner.Writer;

        public void DisableBuffering() => inner.DisableBuffering();

        public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            inner.SendFileAsync(path, offset, count, cancellationToken);

        public Task CompleteAsync() => inner.CompleteAsync();
    }

    private sealed class FairUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => new FairStream(await inner.UpgradeAsync());
    }

    private sealed class FairConnect(IHttpExtendedConnectFeature inner) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync() => new FairStream(await inner.AcceptAsync());
    }
}

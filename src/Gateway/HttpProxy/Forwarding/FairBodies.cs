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
}

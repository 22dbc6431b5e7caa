using System.Globalization;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Endpoints;
using Gateway.ApiServer.Failures;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Selectors;
using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Watching;

/// <summary>Begins watches and ends them.</summary>
internal sealed class WatchEndpoint(ObjectStore store, VersionWait wait, WatchFaults faults, ApiServerOptions options)
{
    public async Task ServeAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        var selection = Selection.Of(request, type);
        var versions = VersionOptions.OfWatch(request, options.WatchList);
        var initialEvents = request.Query("sendInitialEvents") is { Length: > 0 } ? request.IsTrue("sendInitialEvents") : (bool?)null;
        if (initialEvents == true && versions.Version is > 0 and var version)
            await wait.ForAsync(version, context.RequestAborted);
        var signal = new WatchSignal();
        var start = store.Attach(type, signal, (collection, current) => WatchStart.Of(collection, current, versions.Version, initialEvents));
        try
        {
            context.Response.ContentType = Responses.Json;
            if (start.Expired is { } lost)
            {
                await RefuseAsync(context, versions.Version ?? 0, lost);
                return;
            }
            var bookmarks = request.IsTrue("allowWatchBookmarks");
            var settings = new WatchSettings(selection, bookmarks, initialEvents == true, TimeoutOf(request), options.BookmarkInterval);
            await using var watch = new WatchStream(store, type, signal, settings, faults, request, context, options.Time);
            using var registration = faults.Register(watch);
            await watch.RunAsync(start);
        }
        finally
        {
            store.Detach(type, signal);
        }
    }

    /// <summary>A watch that cannot begin where it should is a success whose first and only event is an error.</summary>
    private static async Task RefuseAsync(HttpContext context, long version, long lost)
    {
        var status = ApiErrors.Expired($"too old resource version: {version} ({lost})").Status;
        var line = new System.Text.Json.Nodes.JsonObject { ["type"] = "ERROR", ["object"] = status.DeepClone() };
        await context.Response.BodyWriter.WriteAsync(line.Utf8(), context.RequestAborted);
        await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
    }

    private TimeSpan TimeoutOf(ApiRequest request) =>
        int.TryParse(request.Query("timeoutSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : options.WatchTimeout;
}

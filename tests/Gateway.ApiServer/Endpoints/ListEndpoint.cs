using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Selectors;
using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;
using Gateway.ApiServer.Tables;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Endpoints;

/// <summary>Lists: whole, or page by page, each page of the version of the first.</summary>
internal sealed class ListEndpoint(ObjectStore store, VersionWait wait)
{
    /// <summary>How much of a list is handed on at a time.</summary>
    private const int FlushSize = 64 * 1024;

    public async Task ServeAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        var selection = Selection.Of(request, type);
        var page = await ReadAsync(request, type, selection, context.RequestAborted);
        if (TableFormat.IsAskedFor(request.Accept))
            await context.WriteAsync(TableFormat.Build(type, page.Objects, page.Metadata, request), contentType: TableFormat.ContentType);
        else
            await WriteAsync(context, type, page);
    }

    private async Task<Page> ReadAsync(ApiRequest request, ResourceType type, Selection selection, CancellationToken cancellationToken)
    {
        var options = VersionOptions.OfList(request);
        var limit = LimitOf(request, options);
        var prefix = type.Namespaced && selection.Namespace is { } @namespace ? $"{@namespace}/" : "";
        if (request.Query("continue") is { Length: > 0 } text)
        {
            if (options.Version is > 0)
                throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
            return Continue(type, selection, ContinueToken.Parse(text), limit, prefix);
        }
        if (options.Version is > 0 and var version)
            await wait.ForAsync(version, cancellationToken);
        // A page of a certain version is of just that version, unless it may be of a later one.
        if (options.IsExact || (options is { Version: > 0, Match: null } && limit < int.MaxValue))
        {
            var old = store.ListAt(type, options.Version!.Value) ?? throw ApiErrors.ListExpired();
            return Cut(type, old, options.Version.Value, selection, KeyOrder.FirstAtOrAfter(old, prefix), limit, prefix);
        }
        var (objects, current) = store.List(type);
        return Cut(type, objects, current, selection, KeyOrder.FirstAtOrAfter(objects, prefix), limit, prefix);
    }

    private Page Continue(ResourceType type, Selection selection, ContinueToken token, int limit, string prefix)
    {
        var (objects, version) = store.List(type);
        if (token.Version > 0)
        {
            version = token.Version;
            objects = store.ListAt(type, version) ?? throw ApiErrors.ContinueExpired(token.AsInconsistent());
        }
        return Cut(type, objects, version, selection, KeyOrder.FirstAtOrAfter(objects, prefix + token.Start), limit, prefix);
    }

    private Page Cut(ResourceType type, ImmutableList<StoredObject> all, long version, Selection selection, int start, int limit, string prefix)
    {
        var page = new List<StoredObject>();
        var index = start;
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString() };
        for (; index < all.Count && page.Count < limit && all[index].Key.StartsWith(prefix, StringComparison.Ordinal); index++)
        {
            if (selection.Matches(all[index]))
                page.Add(all[index]);
        }
        if (page.Count == limit && index < all.Count && all[index].Key.StartsWith(prefix, StringComparison.Ordinal))
        {
            store.RememberList(type, version, all);
            metadata["continue"] = ContinueToken.Format(version, all[index - 1].Key, prefix);
            // What is left cannot be told without looking at it, where there is a selector.
            if (!selection.HasSelector)
                metadata["remainingItemCount"] = (prefix.Length == 0 ? all.Count : EndOf(all, prefix)) - index;
        }
        return new(page, metadata);
    }

    private static int EndOf(ImmutableList<StoredObject> all, string prefix) => KeyOrder.FirstAtOrAfter(all, prefix[..^1] + (char)('/' + 1));

    // A list from "any version" comes from the server's cache, which does not cut it.
    private static int LimitOf(ApiRequest request, VersionOptions options)
    {
        var isLimited = int.TryParse(request.Query("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0;
        return isLimited && options is not { Version: 0, Match: null } ? limit : int.MaxValue;
    }

    private static async Task WriteAsync(HttpContext context, ResourceType type, Page page)
    {
        context.Response.ContentType = Responses.Json;
        var writer = context.Response.BodyWriter;
        var pending = 0;
        Write(Encoding.UTF8.GetBytes($$"""{"kind":"{{type.Kind}}List","apiVersion":"{{type.ApiVersion}}","metadata":"""));
        Write(page.Metadata.Utf8());
        Write(",\"items\":["u8);
        for (var index = 0; index < page.Objects.Count; index++)
        {
            if (index > 0)
                Write(","u8);
            // Items of a built-in kind do not say what they are: the list does.
            Write(type.IsCustom ? type.Head.Span : "{"u8);
            Write(page.Objects[index].BytesAs(type).Span);
            if (pending < FlushSize)
                continue;
            await writer.FlushAsync(context.RequestAborted);
            pending = 0;
        }
        Write("]}"u8);
        await writer.FlushAsync(context.RequestAborted);

        void Write(ReadOnlySpan<byte> bytes)
        {
            System.Buffers.BuffersExtensions.Write(writer, bytes);
            pending += bytes.Length;
        }
    }

    private sealed record Page(IReadOnlyList<StoredObject> Objects, JsonObject Metadata);
}

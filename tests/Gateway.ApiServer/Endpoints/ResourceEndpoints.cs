using System.Text.Json.Nodes;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;
using Gateway.ApiServer.Tables;
using Gateway.ApiServer.Watching;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Endpoints;

/// <summary>Everything that is asked of a resource, by verb.</summary>
internal sealed class ResourceEndpoints(ObjectStore store, ListEndpoint lists, WatchEndpoint watches, WriteEndpoints writes)
{
    public Task ServeAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        if (request.Namespace is not null && !type.Namespaced)
            return context.WriteNoSuchPathAsync();
        if (request.Subresource is not null && !(request.Subresource == "status" && type.HasStatus))
            return context.WriteNoSuchPathAsync();
        return (request.Verb, request.Subresource) switch
        {
            ("list", null) => lists.ServeAsync(context, request, type),
            ("watch", null) => watches.ServeAsync(context, request, type),
            ("get", _) => GetAsync(context, request, type),
            ("create", null) when request.Name is null => writes.CreateAsync(context, request, type),
            ("update", _) when request.Name is not null => writes.UpdateAsync(context, request, type),
            ("patch", _) when request.Name is not null => writes.PatchAsync(context, request, type),
            ("delete", null) => writes.DeleteAsync(context, request, type),
            ("deletecollection", null) when type.AllowsDeleteCollection => writes.DeleteCollectionAsync(context, request, type),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }

    private Task GetAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        var found = store.Find(type, request.Namespace ?? "", request.Name!) ?? throw ApiErrors.NotFound(type, request.Name!);
        if (!TableFormat.IsAskedFor(request.Accept))
            return context.WriteAsync(found, type);
        var metadata = new JsonObject { ["resourceVersion"] = found.Version.ToString() };
        return context.WriteAsync(TableFormat.Build(type, [found], metadata, request), contentType: TableFormat.ContentType);
    }
}

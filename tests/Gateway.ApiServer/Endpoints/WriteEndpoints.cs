using System.Text.Json.Nodes;
using Gateway.ApiServer.Admission;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Patching;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Selectors;
using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Endpoints;

/// <summary>POST, PUT, PATCH and DELETE.</summary>
internal sealed class WriteEndpoints(ObjectStore store, ObjectWrites writes, NamespaceEnds namespaces)
{
    public Task CreateAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        var value = RequestBody.Parse(request);
        CheckKind(type, value);
        CheckNamespace(request, type);
        return context.WriteAsync(writes.Create(type, request.Namespace, value, OptionsOf(request)), type, 201);
    }

    public Task UpdateAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        var value = RequestBody.Parse(request);
        CheckKind(type, value);
        if (type.UpdatesMayCreate && request.Subresource is null && store.Find(type, request.Namespace ?? "", request.Name!) is null)
        {
            CheckNamespace(request, type);
            return context.WriteAsync(writes.Create(type, request.Namespace, value, OptionsOf(request)), type, 201);
        }
        if (type.UpdatesNeedVersion && string.IsNullOrEmpty(value.TextAt("metadata", "resourceVersion")))
        {
            var errors = new FieldErrors();
            errors.Add("metadata.resourceVersion", "FieldValueInvalid", "Invalid value: 0: must be specified for an update");
            throw ApiErrors.Invalid(type, request.Name!, errors.All);
        }
        return context.WriteAsync(writes.Update(type, request.Namespace ?? "", request.Name!, _ => value, OptionsOf(request)), type);
    }

    // merge-patch       RFC 7396
    // json-patch        RFC 6902
    // strategic         a merge that knows lists; not for kinds that were defined at run time
    // apply             server-side apply, which may create the object
    public Task PatchAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        var options = OptionsOf(request);
        var body = RequestBody.ParseAny(request);
        if (RequestBody.MediaType(request) == "application/apply-patch+yaml")
            return ApplyAsync(context, request, type, ObjectOf(body), options with { Applied = true });
        Func<JsonObject, JsonObject> change = RequestBody.MediaType(request) switch
        {
            "application/merge-patch+json" => current => MergePatch.Apply(current.Copy(), ObjectOf(body)),
            "application/json-patch+json" => current => JsonPatch.Apply(current.Copy(), ListOf(body)),
            "application/strategic-merge-patch+json" when !type.IsCustom =>
                current => StrategicMerge.Apply(current.Copy(), ObjectOf(body), Shapes.For(type)),
            _ => throw ApiErrors.UnsupportedMediaType(AcceptedPatches(type)),
        };
        return context.WriteAsync(writes.Update(type, request.Namespace ?? "", request.Name!, change, options), type);
    }

    private Task ApplyAsync(HttpContext context, ApiRequest request, ResourceType type, JsonObject wanted, WriteOptions options)
    {
        if (string.IsNullOrEmpty(request.Query("fieldManager")))
            throw ApiErrors.ManagerMissing();
        CheckKind(type, wanted);
        var (value, isNew) = Apply(request, type, wanted, options);
        return context.WriteAsync(value, type, isNew ? 201 : 200);
    }

    private (StoredObject Value, bool IsNew) Apply(ApiRequest request, ResourceType type, JsonObject wanted, WriteOptions options)
    {
        lock (store.Gate)
        {
            if (request.Subresource is not null || store.Find(type, request.Namespace ?? "", request.Name!) is not null)
                return (writes.Update(type, request.Namespace ?? "", request.Name!, Merge, options), false);
            CheckNamespace(request, type);
            var made = Merge([]);
            made.Ensure("metadata")["name"] = request.Name;
            return (writes.Create(type, request.Namespace, made, options), true);
        }

        JsonObject Merge(JsonObject live) => ServerSideApply.Apply(type, live, wanted, request.IsTrue("force"), options, writes.Now());
    }

    private static string AcceptedPatches(ResourceType type) => type.IsCustom
        ? "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
        : "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml";

    public Task DeleteAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        var preconditions = request.Body.Length > 0 ? RequestBody.Parse(request) : null;
        var options = OptionsOf(request, preconditions);
        var removed = type == CoreResources.Namespace
            ? namespaces.End(request.Name!, options)
            : writes.Delete(type, request.Namespace ?? "", request.Name!, preconditions.ObjectAt("preconditions"), options);
        return type.AnswersDeletionWithObject || removed.Read().At("metadata", "deletionTimestamp") is not null
            ? context.WriteAsync(removed, type)
            : context.WriteAsync(StatusText.Success(StatusText.Details(removed.Name, type.Group, type.Plural, removed.Uid)));
    }

    public Task DeleteCollectionAsync(HttpContext context, ApiRequest request, ResourceType type)
    {
        var selection = Selection.Of(request, type);
        var options = OptionsOf(request, request.Body.Length > 0 ? RequestBody.Parse(request) : null);
        var removed = store.List(type).Objects.Where(selection.Matches)
            .Select(item => writes.Delete(type, item.Namespace, item.Name, null, options).ReadAs(type))
            .ToArray();
        return context.WriteAsync(new JsonObject
        {
            ["kind"] = type.Kind + "List",
            ["apiVersion"] = type.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = store.Version.ToString() },
            ["items"] = new JsonArray(removed),
        });
    }

    private static WriteOptions OptionsOf(ApiRequest request, JsonObject? deletion = null) =>
        new(request.Query("fieldManager") is { Length: > 0 } manager ? manager : request.UserAgent.Split('/')[0])
        {
            Subresource = request.Subresource,
            DryRun = request.Query("dryRun") == "All" || deletion.ArrayAt("dryRun") is [{ } first, ..] && first.AsText() == "All",
        };

    private static JsonObject ObjectOf(JsonNode body) => body as JsonObject ?? throw ApiErrors.BadRequest("the patch is not an object");

    private static JsonArray ListOf(JsonNode body) => body as JsonArray ?? throw ApiErrors.BadRequest("a JSON patch is a list");

    private static void CheckKind(ResourceType type, JsonObject value)
    {
        var (kind, version) = (value.TextAt("kind") ?? type.Kind, value.TextAt("apiVersion") ?? type.ApiVersion);
        if (kind != type.Kind || version != type.ApiVersion)
        {
            throw ApiErrors.BadRequest(
                $"{kind} in version \"{version}\" cannot be handled as a {type.Kind}: " +
                $"no kind \"{kind}\" is registered for version \"{version}\" in scheme \"k8s.io/api/schema\"");
        }
    }

    private void CheckNamespace(ApiRequest request, ResourceType type)
    {
        if (!type.Namespaced || request.Namespace is not { } name)
            return;
        var found = store.Find(CoreResources.Namespace, "", name) ?? throw ApiErrors.NamespaceMissing(name);
        if (found.Fields["status.phase"] == "Terminating")
            throw ApiErrors.NamespaceEnding(type, name);
    }
}

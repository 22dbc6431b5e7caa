using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Statuses;

/// <summary>The refusals of a real server, word by word.</summary>
internal static class ApiErrors
{
    public static ApiError Unauthorized() => new(StatusText.Failure(401, "Unauthorized", "Unauthorized"));

    public static ApiError BadRequest(string message) => new(StatusText.Failure(400, "BadRequest", message));

    public static ApiError NotFound(ResourceType type, string name) => new(StatusText.Failure(
        404, "NotFound", $"{type.QualifiedPlural} \"{name}\" not found", StatusText.Details(name, type.Group, type.Plural)));

    public static ApiError AlreadyExists(ResourceType type, string name) => new(StatusText.Failure(
        409, "AlreadyExists", $"{type.QualifiedPlural} \"{name}\" already exists", StatusText.Details(name, type.Group, type.Plural)));

    public static ApiError Conflict(ResourceType type, string name) => Conflict(
        type, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiError Conflict(ResourceType type, string name, string why) => new(StatusText.Failure(
        409,
        "Conflict",
        $"Operation cannot be fulfilled on {type.QualifiedPlural} \"{name}\": {why}",
        StatusText.Details(name, type.Group, type.Plural)));

    public static ApiError Invalid(ResourceType type, string name, IReadOnlyList<FieldError> errors)
    {
        // An event is refused as one of the core group in both of its forms.
        var of = type.Stored;
        return Invalid(of.QualifiedKind, StatusText.Details(name, of.Group, of.Kind), name, errors);
    }

    public static ApiError InvalidOptions(string field, string why) => Invalid(
        "ListOptions.meta.k8s.io",
        StatusText.Details(null, "meta.k8s.io", "ListOptions"),
        "",
        [new(field, "FieldValueForbidden", $"Forbidden: {why}")]);

    public static ApiError ManagerMissing() => Invalid(
        "PatchOptions.meta.k8s.io",
        StatusText.Details(null, "meta.k8s.io", "PatchOptions"),
        "",
        [new("fieldManager", "FieldValueRequired", "Required value: is required for apply patch")]);

    /// <param name="place">Such as <c>at the cluster scope</c>.</param>
    public static ApiError Forbidden(string user, string verb, string group, string resource, string? name, string place)
    {
        var qualified = group.Length == 0 ? resource : $"{resource}.{group}";
        var subject = string.IsNullOrEmpty(name) ? qualified : $"{qualified} \"{name}\"";
        return new(StatusText.Failure(
            403,
            "Forbidden",
            $"{subject} is forbidden: User \"{user}\" cannot {verb} resource \"{resource}\" in API group \"{group}\" {place}",
            StatusText.Details(name, group, resource)));
    }

    public static ApiError ForbiddenPath(string user, string verb, string path) => new(StatusText.Failure(
        403, "Forbidden", $"forbidden: User \"{user}\" cannot {verb} path \"{path}\"", []));

    public static ApiError NamespaceMissing(string name) => new(StatusText.Failure(
        404, "NotFound", $"namespaces \"{name}\" not found", StatusText.Details(name, "", "namespaces")));

    public static ApiError NamespaceEnding(ResourceType type, string name) => new(StatusText.Failure(
        403,
        "Forbidden",
        $"{type.QualifiedPlural} is forbidden: unable to create new content in namespace {name} because it is being terminated",
        StatusText.Details(null, type.Group, type.Plural)));

    public static ApiError MethodNotAllowed() => new(StatusText.Failure(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []));

    public static ApiError UnsupportedMediaType(string type) => new(StatusText.Failure(
        415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {type}", []));

    public static ApiError TooLarge() => new(StatusText.Failure(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728"));

    public static ApiError VersionAhead(string asked, long current) => new(StatusText.Failure(
        504,
        "Timeout",
        $"Timeout: Too large resource version: {asked}, current: {current}",
        new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1,
        }))
    {
        RetryAfter = 1,
    };

    public static ApiError ListExpired() => Expired("The resourceVersion for the provided list is too old.");

    public static ApiError Expired(string message, JsonObject? metadata = null) =>
        new(StatusText.Failure(410, "Expired", message, metadata: metadata));

    /// <param name="token">With which the rest can be had, if not as it was.</param>
    public static ApiError ContinueExpired(string token) => Expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, " +
        "or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an " +
        "inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in " +
        "the list.",
        new() { ["continue"] = token });

    private static ApiError Invalid(string kind, JsonObject details, string name, IReadOnlyList<FieldError> errors)
    {
        details["causes"] = new JsonArray([.. errors.Select(error => new JsonObject
        {
            ["reason"] = error.Reason,
            ["message"] = error.Message,
            ["field"] = error.Field,
        })]);
        var all = errors.Select(error => $"{error.Field}: {error.Message}").ToArray();
        return new(StatusText.Failure(
            422, "Invalid", $"{kind} \"{name}\" is invalid: {(all.Length == 1 ? all[0] : $"[{string.Join(", ", all)}]")}", details));
    }
}

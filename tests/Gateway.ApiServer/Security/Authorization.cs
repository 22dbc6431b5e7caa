using Gateway.ApiServer.Failures;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Security;

/// <summary>Who may do what: everything, or what roles allow; and nothing that a test forbids.</summary>
/// <param name="roles">Null where roles are not looked at.</param>
internal sealed class Authorization(Faults faults, RoleBasedAccess? roles)
{
    /// <summary>Throws where the request is forbidden.</summary>
    public void Check(ApiRequest request, ApiUser user)
    {
        if (faults.Forbids(request) || !Allows(user, QuestionOf(request)))
            throw Refuse(request, user);
    }

    public bool Allows(ApiUser user, AccessQuestion question) => roles?.Allows(user, question) ?? true;

    private static AccessQuestion QuestionOf(ApiRequest request) => request.Resource.Length == 0
        ? new(request.Verb, "", "", "", "") { Path = request.Path }
        : new(request.Verb, request.Group, ResourceOf(request), request.Namespace ?? "", request.Name ?? NameSelectedBy(request));

    /// <summary>A list or watch of one name counts as one of that object, for rights that are limited to names.</summary>
    private static string NameSelectedBy(ApiRequest request)
    {
        const string prefix = "metadata.name=";
        var selector = request.Verb is "list" or "watch" ? request.Query("fieldSelector") ?? "" : "";
        return selector.StartsWith(prefix, StringComparison.Ordinal) ? selector[prefix.Length..].Split(',')[0] : "";
    }

    private static string ResourceOf(ApiRequest request) =>
        request.Subresource is null ? request.Resource : $"{request.Resource}/{request.Subresource}";

    private static ApiError Refuse(ApiRequest request, ApiUser user)
    {
        if (request.Resource.Length == 0)
            return ApiErrors.ForbiddenPath(user.Name, request.Verb, request.Path);
        var place = request.Namespace is { } @namespace ? $"in the namespace \"{@namespace}\"" : "at the cluster scope";
        return ApiErrors.Forbidden(user.Name, request.Verb, request.Group, ResourceOf(request), request.Name, place);
    }
}

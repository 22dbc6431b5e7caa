using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Security;

/// <summary>What somebody wants to do. Empty where a part does not apply.</summary>
internal sealed record AccessQuestion(string Verb, string Group, string Resource, string Namespace, string Name)
{
    /// <summary>Of what is no resource.</summary>
    public string Path { get; init; } = "";
}

/// <summary>Whether the roles that are in the store, and bound to a user, allow what the user wants to do.</summary>
internal sealed class RoleBasedAccess(ObjectStore store, ResourceCatalogue catalogue)
{
    /// <summary>What everybody may ask who was recognised.</summary>
    private static readonly string[] OpenPaths = ["/version", "/healthz", "/livez", "/readyz", "/api", "/apis", "/openapi"];

    public bool Allows(ApiUser user, AccessQuestion question)
    {
        if (user.Groups.Contains(ApiUser.Masters))
            return true;
        if (question.Path.Length > 0)
            return question.Verb is "get" or "head" && OpenPaths.Any(open => $"{question.Path}/".StartsWith(open + "/", StringComparison.Ordinal));
        // Everybody may ask what they may.
        if (question is { Verb: "create", Group: "authorization.k8s.io", Resource: "selfsubjectaccessreviews" })
            return true;
        return Rules(user, question.Namespace).Any(rule => Covers(rule, question));
    }

    private IEnumerable<JsonNode> Rules(ApiUser user, string @namespace)
    {
        var bindings = List("ClusterRoleBinding");
        if (@namespace.Length > 0)
            bindings = bindings.Concat(List("RoleBinding").Where(binding => binding.TextAt("metadata", "namespace") == @namespace));
        return bindings
            .Where(binding => binding.ArrayAt("subjects")?.Any(subject => Names(subject, user)) == true)
            .Select(binding => Find(binding.TextAt("roleRef", "kind") ?? "", @namespace, binding.TextAt("roleRef", "name") ?? ""))
            .SelectMany(role => role.ArrayAt("rules") ?? [])
            .OfType<JsonNode>();
    }

    private static bool Names(JsonNode? subject, ApiUser user) => subject.TextAt("kind") switch
    {
        "ServiceAccount" => user.Name == ApiUser.ServiceAccount(subject.TextAt("namespace") ?? "", subject.TextAt("name") ?? "").Name,
        "Group" => user.Groups.Contains(subject.TextAt("name")),
        "User" => user.Name == subject.TextAt("name"),
        _ => false,
    };

    private static bool Covers(JsonNode rule, AccessQuestion question) =>
        Has(rule, "verbs", question.Verb) &&
        Has(rule, "apiGroups", question.Group) &&
        Has(rule, "resources", question.Resource) &&
        (rule.ArrayAt("resourceNames") is not { Count: > 0 } names || names.Any(name => name.AsText() == question.Name));

    private static bool Has(JsonNode rule, string list, string value) =>
        rule.ArrayAt(list)?.Any(item => item.AsText() is { } text && (text == "*" || text == value)) == true;

    private IEnumerable<JsonObject> List(string kind) => store.List(catalogue.OfKind(kind)).Objects.Select(item => item.Read());

    private JsonObject? Find(string kind, string @namespace, string name) =>
        kind is "Role" or "ClusterRole" ? store.Find(catalogue.OfKind(kind), @namespace, name)?.Read() : null;
}

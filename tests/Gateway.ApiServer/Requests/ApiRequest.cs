using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Gateway.ApiServer.Requests;

/// <summary>One request, as the server understood it, and how it answered.</summary>
public sealed class ApiRequest
{
    private readonly Dictionary<string, StringValues> _query;

    internal ApiRequest(string method, string path, string query, string protocol)
    {
        Method = method;
        Path = path;
        QueryString = query;
        Protocol = protocol;
        _query = QueryHelpers.ParseQuery(query);
        Target = ApiPath.Parse(path);
        Verb = Target.Resource.Length == 0 ? method.ToLowerInvariant() : VerbOf(method, Target, IsTrue("watch"));
    }

    public string Method { get; }

    public string Path { get; }

    /// <summary>With its question mark, or empty.</summary>
    public string QueryString { get; }

    /// <summary><c>HTTP/2</c> or <c>HTTP/1.1</c>.</summary>
    public string Protocol { get; }

    /// <summary>As rights name it: get, list, watch, create, update, patch, delete or deletecollection; of what is no resource, the method.</summary>
    public string Verb { get; }

    public string Group => Target.Group;

    public string Version => Target.Version;

    /// <summary>The plural; empty for what is no resource.</summary>
    public string Resource => Target.Resource;

    public string? Namespace => Target.Namespace;

    public string? Name => Target.Name;

    public string? Subresource => Target.Subresource;

    /// <summary>Null as long as nobody was recognised.</summary>
    public string? User { get; internal set; }

    public string UserAgent { get; internal init; } = "";

    public string Accept { get; internal init; } = "";

    public string ContentType { get; internal init; } = "";

    /// <summary>Which connection it came on.</summary>
    public string Connection { get; internal init; } = "";

    /// <summary>What was sent with it, as text.</summary>
    public string Body { get; internal set; } = "";

    public DateTimeOffset At { get; internal init; }

    /// <summary>The status code of the answer; 0 as long as there is none.</summary>
    public int Status { get; internal set; }

    public bool IsWatch => Verb == "watch";

    internal ApiPath Target { get; }

    public string? Query(string name) => _query.TryGetValue(name, out var values) ? values.ToString() : null;

    public override string ToString() => $"{Method} {Path}{QueryString} {Status}";

    internal bool IsTrue(string name) => Query(name) is "" or "1" or "t" or "T" or "true" or "True" or "TRUE";

    private static string VerbOf(string method, ApiPath target, bool watches) => method switch
    {
        "GET" or "HEAD" when watches => "watch",
        "GET" or "HEAD" => target.Name is null ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => target.Name is null ? "deletecollection" : "delete",
        _ => method.ToLowerInvariant(),
    };
}

namespace Gateway.ApiServer.Requests;

/// <summary>What a path names.</summary>
internal sealed record ApiPath(string Group, string Version, string Resource, string? Namespace, string? Name, string? Subresource)
{
    private static readonly ApiPath None = new("", "", "", null, null, null);

    // /api/v1/...                     the core group
    // /apis/GROUP/VERSION/...         any other group
    //   PLURAL[/NAME[/SUB]]           all namespaces, or no namespace
    //   namespaces/NS/PLURAL[/...]    one namespace
    // anything else                   no resource
    public static ApiPath Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        return parts switch
        {
            ["api", var version, .. { Length: > 0 } rest] => Parse("", version, rest),
            ["apis", var group, var version, .. { Length: > 0 } rest] => Parse(group, version, rest),
            _ => None,
        };
    }

    private static ApiPath Parse(string group, string version, string[] parts) => parts switch
    {
        ["namespaces", var name, "status" or "finalize"] => new(group, version, "namespaces", null, name, parts[2]),
        ["namespaces", var @namespace, var plural] => new(group, version, plural, @namespace, null, null),
        ["namespaces", var @namespace, var plural, var name] => new(group, version, plural, @namespace, name, null),
        ["namespaces", var @namespace, var plural, var name, .. var rest] => new(group, version, plural, @namespace, name, string.Join('/', rest)),
        [var plural] => new(group, version, plural, null, null, null),
        [var plural, var name] => new(group, version, plural, null, name, null),
        [var plural, var name, .. var rest] => new(group, version, plural, null, name, string.Join('/', rest)),
        _ => None,
    };
}

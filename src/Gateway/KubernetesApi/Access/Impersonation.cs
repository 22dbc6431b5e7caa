using System.Text.Json;

namespace Gateway.KubernetesApi.Access;

/// <summary>The headers by which the gateway asks in somebody else's place, where a user of a kubeconfig says so.</summary>
internal sealed class Impersonation
{
    private readonly KubeconfigEntry _user;
    private readonly List<KeyValuePair<string, string>> _headers = [];

    private Impersonation(KubeconfigEntry user) => _user = user;

    public static IReadOnlyList<KeyValuePair<string, string>> Read(KubeconfigEntry user)
    {
        var reading = new Impersonation(user);
        reading.Add("as", "Impersonate-User", user.Text("as"));
        reading.Add("as-uid", "Impersonate-Uid", user.Text("as-uid"));
        reading.AddOne("as-groups", "Impersonate-Group", user.Texts("as-groups"));
        if (user.Section("as-user-extra") is { } extra)
            foreach (var key in extra.Value.EnumerateObject().Select(property => property.Name))
                reading.AddOne($"as-user-extra.{key}", $"Impersonate-Extra-{Uri.EscapeDataString(key)}", extra.Texts(key));
        if (reading._headers is [{ Key: not "Impersonate-User" }, ..])
            user.Report("as", "is missing, although there are as-uid, as-groups or as-user-extra");
        return reading._headers;
    }

    /// <summary>The server wants a line for each value, and the runtime's client writes all values of a name into one.</summary>
    private void AddOne(string field, string header, IReadOnlyList<string> values)
    {
        if (values.Count > 1)
            _user.Report(field, "has more than one value; the gateway can send one alone");
        Add(field, header, values.Count > 0 ? values[0] : null);
    }

    private void Add(string field, string header, string? value)
    {
        if (value is null)
            return;
        if (value.Any(char.IsControl))
            _user.Report(field, "holds characters that a header cannot hold");
        else
            _headers.Add(new(header, value));
    }
}

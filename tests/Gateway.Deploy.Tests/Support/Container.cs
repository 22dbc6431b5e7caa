using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Deploy.Tests.Support;

internal sealed partial record Container(JsonNode Json)
{
    private static readonly string[] ProbeFields = ["startupProbe", "livenessProbe", "readinessProbe"];

    public string Name => (string)Json["name"]!;

    /// <summary>The ports by name.</summary>
    public Dictionary<string, int> Ports => Json["ports"].Items().ToDictionary(port => (string)port["name"]!, port => (int)port["containerPort"]!);

    public Dictionary<string, JsonNode> Probes => ProbeFields.Where(probe => Json[probe] is not null).ToDictionary(probe => probe, probe => Json[probe]!);

    public IEnumerable<JsonNode> Variables => Json["env"].Items();

    /// <summary>The port that a Service or a probe means, by name or by number; null where the container has no such port.</summary>
    public int? Resolve(JsonNode? port) => port switch
    {
        null => null,
        _ when Ports.TryGetValue(port.ToString(), out var number) => number,
        _ => Ports.Values.Select(number => (int?)number).FirstOrDefault(number => number.ToString() == port.ToString()),
    };

    /// <summary>What the process finds in its environment, in a pod whose fields are these.</summary>
    public Dictionary<string, string?> Environment(IReadOnlyDictionary<string, string> fields)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var variable in Variables)
            environment[(string)variable["name"]!] = variable.At("valueFrom.fieldRef.fieldPath") is { } path
                ? fields[(string)path!]
                : Expand((string?)variable["value"] ?? "", environment);
        return environment;
    }

    /// <summary>As the kubelet does: a reference to what comes later stays as it is written.</summary>
    private static string Expand(string value, Dictionary<string, string?> environment) =>
        Reference().Replace(value, match => environment.GetValueOrDefault(match.Groups["name"].Value) ?? match.Value);

    [GeneratedRegex(@"\$\((?<name>\w+)\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Reference();
}

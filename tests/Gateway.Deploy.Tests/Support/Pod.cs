using System.Text.Json.Nodes;

namespace Gateway.Deploy.Tests.Support;

/// <summary>A pod, or a template of one.</summary>
internal sealed record Pod(JsonNode Json)
{
    public Dictionary<string, string> Labels => Json.At("metadata.labels").Map();

    public JsonNode Spec => Json["spec"]!;

    /// <summary>All of them, those that run before the others included.</summary>
    public IEnumerable<Container> Containers => Spec["initContainers"].Items().Concat(Spec["containers"].Items()).Select(json => new Container(json));

    public Container Gateway => Assert.Single(Containers, container => container.Name == "gateway");
}

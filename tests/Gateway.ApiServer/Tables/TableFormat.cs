using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Tables;

/// <summary>What <c>kubectl get</c> asks for: rows to print, the name and the age of each object.</summary>
internal static class TableFormat
{
    public const string ContentType = "application/json;as=Table;v=v1;g=meta.k8s.io";

    public static bool IsAskedFor(string accept) => accept.Contains("as=Table", StringComparison.Ordinal);

    public static JsonObject Build(ResourceType type, IEnumerable<StoredObject> objects, JsonObject metadata, ApiRequest request)
    {
        var include = request.Query("includeObject") ?? "Metadata";
        return new()
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = new JsonArray(
                Column("Name", "string", "name", "Name must be unique within a namespace."),
                Column("Age", "string", "", "How long ago the object was created.")),
            ["rows"] = new JsonArray([.. objects.Select(item => Row(type, item, include))]),
        };
    }

    private static JsonObject Column(string name, string type, string format, string description) => new()
    {
        ["name"] = name,
        ["type"] = type,
        ["format"] = format,
        ["description"] = description,
        ["priority"] = 0,
    };

    private static JsonObject Row(ResourceType type, StoredObject item, string include)
    {
        var value = item.ReadAs(type);
        var row = new JsonObject { ["cells"] = new JsonArray(item.Name, AgeOf(value)) };
        if (include == "Object")
            row["object"] = value;
        else if (include != "None")
        {
            row["object"] = new JsonObject
            {
                ["kind"] = "PartialObjectMetadata",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = value["metadata"]?.DeepClone(),
            };
        }
        return row;
    }

    // As people say it: the largest unit that leaves a number of two digits or so.
    private static string AgeOf(JsonObject value)
    {
        if (!DateTimeOffset.TryParse(value.TextAt("metadata", "creationTimestamp"), out var created))
            return "<unknown>";
        var age = DateTimeOffset.UtcNow - created;
        return age switch
        {
            { TotalSeconds: < 120 } => $"{Math.Max(0, (int)age.TotalSeconds)}s",
            { TotalMinutes: < 180 } => $"{(int)age.TotalMinutes}m",
            { TotalHours: < 48 } => $"{(int)age.TotalHours}h",
            _ => $"{(int)age.TotalDays}d",
        };
    }
}

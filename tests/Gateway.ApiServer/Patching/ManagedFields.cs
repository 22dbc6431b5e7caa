using System.Text.Json.Nodes;
using Gateway.ApiServer.Admission;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Patching;

/// <summary>Who wrote which fields.</summary>
internal static class ManagedFields
{
    public static void Record(ResourceType type, JsonObject next, JsonObject? before, WriteOptions options, string now)
    {
        if (before is not null)
            return;
        var fields = new JsonObject();
        foreach (var (name, value) in next)
        {
            if (name is not ("metadata" or "status" or "kind" or "apiVersion"))
                fields[$"f:{name}"] = value is JsonObject members ? new JsonObject(members.Select(member => KeyValuePair.Create<string, JsonNode?>($"f:{member.Key}", new JsonObject()))) : [];
        }
        next.Ensure("metadata")["managedFields"] = new JsonArray(new JsonObject
        {
            ["manager"] = options.Manager,
            ["operation"] = "Update",
            ["apiVersion"] = type.ApiVersion,
            ["time"] = now,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = fields,
        });
    }
}

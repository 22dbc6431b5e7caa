using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Statuses;

/// <summary>The JSON of meta/v1 Status, with its members in the order that the server writes them.</summary>
internal static class StatusText
{
    public static JsonObject Failure(int code, string? reason, string message, JsonObject? details = null, JsonObject? metadata = null)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata ?? [],
            ["status"] = "Failure",
            ["message"] = message,
        };
        if (reason is not null)
            status["reason"] = reason;
        if (details is not null)
            status["details"] = details;
        status["code"] = code;
        return status;
    }

    public static JsonObject Success(JsonObject details) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["details"] = details,
    };

    public static JsonObject Details(string? name, string group, string kind, string? uid = null)
    {
        var details = new JsonObject();
        if (!string.IsNullOrEmpty(name))
            details["name"] = name;
        if (group.Length > 0)
            details["group"] = group;
        details["kind"] = kind;
        if (uid is not null)
            details["uid"] = uid;
        return details;
    }
}

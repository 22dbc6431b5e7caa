using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;

namespace Gateway.ApiServer.Resources;

/// <summary>Events have two forms, one in the core group and one in their own; they are stored in the first.</summary>
internal static class EventRules
{
    private static readonly (string Core, string Own)[] Renamed =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    public static JsonObject ToCore(JsonObject own) => Rename(own, "v1", Renamed.ToDictionary(pair => pair.Own, pair => pair.Core));

    public static JsonObject FromCore(JsonObject core) => Rename(core, "events.k8s.io/v1", Renamed.ToDictionary(pair => pair.Core, pair => pair.Own));

    public static void Default(JsonObject value)
    {
        foreach (var name in new[] { "involvedObject", "source" })
            value.Ensure(name);
        foreach (var name in new[] { "firstTimestamp", "lastTimestamp", "eventTime" })
        {
            if (!value.ContainsKey(name))
                value[name] = null;
        }
        foreach (var name in new[] { "reportingComponent", "reportingInstance" })
            value.SetDefault(name, () => "");
    }

    public static void ValidateCore(JsonObject value, JsonObject? before, FieldErrors errors) =>
        ValidateNamespace(value, "involvedObject", errors);

    /// <summary>The rules of the group's own form, which are stricter.</summary>
    public static void Validate(JsonObject value, JsonObject? before, FieldErrors errors)
    {
        ValidateNamespace(value, "regarding", errors);
        // An event that was written in the core form, and has no time of its own, is held to that form's rules.
        if (before is not null && before.TextAt("eventTime") is null)
            return;
        if (value.TextAt("eventTime") is null)
            errors.Required("eventTime");
        RequireText(value, "reportingController", 128, errors);
        RequireText(value, "reportingInstance", 128, errors);
        RequireText(value, "action", 128, errors);
        RequireText(value, "reason", 128, errors);
        if (value.TextAt("type") is not ("Normal" or "Warning"))
            errors.Invalid("type", value.TextAt("type") ?? "", "has invalid value: " + (value.TextAt("type") ?? ""));
        if (value.TextAt("note") is { Length: > 1024 })
            errors.Invalid("note", "", "can have at most 1024 characters");
        if (value.ObjectAt("series") is { } series && (series.NumberAt("count") is not >= 2 || series.TextAt("lastObservedTime") is null))
            errors.Invalid("series.count", "", "should be at least 2");
    }

    private static void RequireText(JsonObject value, string name, int limit, FieldErrors errors)
    {
        var text = value.TextAt(name);
        if (string.IsNullOrEmpty(text))
            errors.Required(name);
        else if (text.Length > limit)
            errors.Invalid(name, text, $"can have at most {limit} characters");
    }

    private static void ValidateNamespace(JsonObject value, string reference, FieldErrors errors)
    {
        var own = value.TextAt("metadata", "namespace");
        var of = value.TextAt(reference, "namespace");
        if (string.IsNullOrEmpty(of) ? own is not ("default" or "kube-system") : own != of)
            errors.Invalid("involvedObject.namespace", of ?? "", "does not match event.namespace");
    }

    private static JsonObject Rename(JsonObject value, string apiVersion, Dictionary<string, string> names)
    {
        var result = new JsonObject();
        foreach (var (name, member) in value)
            result[names.GetValueOrDefault(name, name)] = name == "apiVersion" ? apiVersion : member?.DeepClone();
        return result;
    }
}

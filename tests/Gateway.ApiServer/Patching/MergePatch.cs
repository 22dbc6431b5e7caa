using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Patching;

/// <summary>RFC 7396.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject members)
                target[name] = Apply(target[name] is JsonObject there ? Detached(target, name, there) : [], members);
            else
                target[name] = value.DeepClone();
        }
        return target;
    }

    private static JsonObject Detached(JsonObject owner, string name, JsonObject value)
    {
        owner[name] = null;
        return value;
    }
}

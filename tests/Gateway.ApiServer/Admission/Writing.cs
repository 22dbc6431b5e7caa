using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Admission;

/// <summary>Writes by the test itself.</summary>
internal static class Writing
{
    public const string Manager = "test";

    /// <summary>Whatever version it says that it was, it is written.</summary>
    public static StoredObject Put(ObjectStore store, ObjectWrites writes, ResourceType type, JsonObject value, string manager)
    {
        var options = new WriteOptions(manager) { Trusted = true };
        var next = value.Copy();
        next.ObjectAt("metadata")?.Remove("resourceVersion");
        next.ObjectAt("metadata")?.Remove("uid");
        var @namespace = type.Namespaced ? value.TextAt("metadata", "namespace") ?? "default" : "";
        lock (store.Gate)
        {
            EnsureNamespace(store, writes, @namespace, options);
            return store.Find(type, @namespace, value.TextAt("metadata", "name") ?? "") is { } there
                ? writes.Update(type, there.Namespace, there.Name, _ => next, options)
                : writes.Create(type, @namespace, next, options);
        }
    }

    private static void EnsureNamespace(ObjectStore store, ObjectWrites writes, string name, WriteOptions options)
    {
        if (name.Length == 0 || store.Find(CoreResources.Namespace, "", name) is not null)
            return;
        writes.Create(CoreResources.Namespace, null, new() { ["metadata"] = new JsonObject { ["name"] = name } }, options);
    }
}

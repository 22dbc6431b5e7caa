using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Admission;

/// <summary>A namespace that is deleted is marked at first, and goes a little later, with everything in it.</summary>
internal sealed class NamespaceEnds(ObjectStore store, TimeProvider time)
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    public StoredObject End(string name, WriteOptions options)
    {
        lock (store.Gate)
        {
            var before = store.Find(CoreResources.Namespace, "", name) ?? throw ApiErrors.NotFound(CoreResources.Namespace, name);
            var value = before.Read();
            if (options.DryRun || value.At("metadata", "deletionTimestamp") is not null)
                return before;
            value["metadata"]!["deletionTimestamp"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
            value["status"] = new JsonObject { ["phase"] = "Terminating" };
            var marked = store.Put(CoreResources.Namespace, "", name, value);
            _ = FinishAsync(marked);
            return marked;
        }
    }

    private async Task FinishAsync(StoredObject marked)
    {
        await Task.Delay(Delay, time);
        lock (store.Gate)
        {
            if (store.Find(CoreResources.Namespace, "", marked.Name) is not { } there || there.Uid != marked.Uid)
                return;
            store.RemoveWhere(item => item.Namespace == marked.Name);
            store.Remove(CoreResources.Namespace, there);
        }
    }
}

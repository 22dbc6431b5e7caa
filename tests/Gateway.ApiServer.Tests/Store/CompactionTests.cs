using System.Text.Json.Nodes;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Tests.Store;

public sealed class CompactionTests
{
    private readonly ObjectStore _store = new(historyLimit: 100, TimeProvider.System);

    [Fact]
    public void A_state_is_forgotten_two_runs_after_it_was_the_latest_at_one()
    {
        var compaction = new Compaction(_store);
        var first = Put("a");
        compaction.Run(null);
        Put("b");
        Assert.Equal("a", NamesAt(first));

        compaction.Run(null);
        Put("c");
        Assert.Equal("a", NamesAt(first));
        compaction.Run(null);

        Assert.Null(NamesAt(first));
    }

    [Fact]
    public void An_earlier_state_is_found_by_undoing_what_happened_since()
    {
        Put("a");
        var then = Put("b");
        Put("c");
        Put("b");
        _store.Remove(CoreResources.ConfigMap, _store.Find(CoreResources.ConfigMap, "shop", "a")!);

        Assert.Equal("a b", NamesAt(then));
        Assert.Equal("b c", NamesAt(_store.Version));
        Assert.Equal(then, _store.ListAt(CoreResources.ConfigMap, then)![1].Version);
    }

    private long Put(string name)
    {
        var value = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" } };
        return _store.Put(CoreResources.ConfigMap, "shop", name, value).Version;
    }

    private string? NamesAt(long version) =>
        _store.ListAt(CoreResources.ConfigMap, version) is { } items ? string.Join(' ', items.Select(item => item.Name)) : null;
}

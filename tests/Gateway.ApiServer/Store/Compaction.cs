namespace Gateway.ApiServer.Store;

/// <summary>Lets what happened before the last run be forgotten, each time it runs.</summary>
internal sealed class Compaction(ObjectStore store)
{
    private long _last;

    public void Run(object? state)
    {
        store.Compact(_last);
        _last = store.Version;
    }
}

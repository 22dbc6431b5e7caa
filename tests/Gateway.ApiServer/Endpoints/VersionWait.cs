using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Endpoints;

/// <summary>A server that has not seen a version yet waits a little for it.</summary>
internal sealed class VersionWait(ObjectStore store, TimeProvider time, TimeSpan most)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public async Task ForAsync(long version, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); store.Version < version;)
        {
            if (time.GetElapsedTime(start) >= most)
                throw ApiErrors.VersionAhead(version.ToString(), store.Version);
            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}

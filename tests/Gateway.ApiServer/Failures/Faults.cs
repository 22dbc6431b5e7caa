using System.Text;
using Gateway.ApiServer.Hosting;
using Gateway.ApiServer.Requests;

namespace Gateway.ApiServer.Failures;

/// <summary>
/// How to make the server misbehave. What is returned as <see cref="IDisposable"/> lasts until it is disposed; everything else happens once.
/// Without a condition a fault is for all requests, or all watches.
/// </summary>
public sealed class Faults
{
    private readonly Connections _connections;
    private readonly RequestFaults _requests;
    private readonly WatchFaults _watches;
    private readonly List<Func<ApiRequest, bool>> _forbidden = [];

    internal Faults(Connections connections, RequestFaults requests, WatchFaults watches)
    {
        _connections = connections;
        _requests = requests;
        _watches = watches;
    }

    /// <summary>How long after a change its event is sent.</summary>
    public TimeSpan EventDelay
    {
        get => _watches.EventDelay;
        set => _watches.EventDelay = value;
    }

    /// <summary>How many watches are being served.</summary>
    public int OpenWatches => _watches.Open.Count;

    /// <summary>How many connections are open.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>Answers requests with something else, until disposed.</summary>
    public IDisposable Answer(Reply reply, Func<ApiRequest, bool>? matching = null) => _requests.Add(reply, int.MaxValue, matching ?? Any);

    /// <summary>Answers the next requests with something else, or until disposed.</summary>
    public IDisposable AnswerNext(int times, Reply reply, Func<ApiRequest, bool>? matching = null) => _requests.Add(reply, times, matching ?? Any);

    /// <summary>Refuses what the condition holds for, as the server does without the right to it.</summary>
    public IDisposable Forbid(Func<ApiRequest, bool> matching)
    {
        lock (_forbidden)
            _forbidden.Add(matching);
        return new Withdrawal(() =>
        {
            lock (_forbidden)
                _forbidden.Remove(matching);
        });
    }

    /// <param name="resource">The plural; <c>services/status</c> for a subresource.</param>
    /// <param name="verbs">All of them where none is given.</param>
    public IDisposable Forbid(string resource, params string[] verbs) => Forbid(request =>
        (request.Subresource is null ? request.Resource : $"{request.Resource}/{request.Subresource}") == resource &&
        (verbs.Length == 0 || verbs.Contains(request.Verb)));

    /// <summary>Cuts the watches that are open.</summary>
    public int CutWatches(Cut cut = Cut.Stream, Func<ApiRequest, bool>? matching = null) => ForOpen(matching, watch => watch.CutNow(cut));

    /// <summary>Sends to each of the open watches half of its next event, and then cuts it.</summary>
    public int CutWatchesInNextEvent(Cut cut = Cut.Stream, Func<ApiRequest, bool>? matching = null) =>
        ForOpen(matching, watch => watch.CutInNextEvent(cut));

    /// <summary>Sends to each of the open watches a line that is no event.</summary>
    public int SendToWatches(string line, Func<ApiRequest, bool>? matching = null) =>
        ForOpen(matching, watch => watch.Inject(Encoding.UTF8.GetBytes(line + "\n")));

    /// <summary>Sends nothing more to watches, neither events nor bookmarks nor their end, those that come included.</summary>
    public IDisposable StallWatches(Func<ApiRequest, bool>? matching = null) => _watches.AddStall(false, matching ?? Any);

    /// <summary>Sends to watches half of their next event, and the rest when disposed.</summary>
    public IDisposable StallWatchesInNextEvent(Func<ApiRequest, bool>? matching = null) => _watches.AddStall(true, matching ?? Any);

    /// <summary>Neither reads nor writes on any connection, as if the network were gone: not even pings are answered, and no handshake is.</summary>
    public IDisposable FreezeConnections() => _connections.Freeze();

    /// <summary>
    /// Sends GOAWAY on every connection, as servers do to spread their clients: what is open goes on, what is new takes a new connection.
    /// </summary>
    public int AskConnectionsToLeave() => _connections.AskAllToLeave();

    /// <summary>Resets every connection.</summary>
    public int ResetConnections() => _connections.ResetAll();

    internal bool Forbids(ApiRequest request)
    {
        lock (_forbidden)
            return _forbidden.Exists(matching => matching(request));
    }

    private int ForOpen(Func<ApiRequest, bool>? matching, Action<IOpenWatch> act)
    {
        var hit = _watches.Open.Where(watch => (matching ?? Any)(watch.Request)).ToArray();
        foreach (var watch in hit)
            act(watch);
        return hit.Length;
    }

    private static bool Any(ApiRequest request) => true;
}

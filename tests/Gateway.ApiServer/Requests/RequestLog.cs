namespace Gateway.ApiServer.Requests;

/// <summary>The requests of late, for tests to look at.</summary>
public sealed class RequestLog
{
    /// <summary>A long run asks more often than anybody wants to know.</summary>
    private const int Limit = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<ApiRequest> _requests = new();
    private readonly List<(Func<ApiRequest, bool> Matches, TaskCompletionSource<ApiRequest> Found)> _waiting = [];

    /// <summary>A copy, oldest first.</summary>
    public IReadOnlyList<ApiRequest> All
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public int Count(Func<ApiRequest, bool> matches) => All.Count(matches);

    public void Clear()
    {
        lock (_gate)
            _requests.Clear();
    }

    /// <summary>
    /// The first request, of those that were and those that come, for which the condition holds. It is asked again when a request is answered.
    /// </summary>
    public async Task<ApiRequest> WaitForAsync(Func<ApiRequest, bool> matches, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource<ApiRequest> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_requests.FirstOrDefault(matches) is { } there)
                return there;
            _waiting.Add((matches, found));
        }
        return await found.Task.WaitAsync(cancellationToken);
    }

    internal void Add(ApiRequest request)
    {
        lock (_gate)
        {
            _requests.Enqueue(request);
            if (_requests.Count > Limit)
                _requests.Dequeue();
            Tell(request);
        }
    }

    internal void Answered(ApiRequest request, int status)
    {
        lock (_gate)
        {
            request.Status = status;
            Tell(request);
        }
    }

    private void Tell(ApiRequest request)
    {
        for (var index = _waiting.Count - 1; index >= 0; index--)
        {
            if (!_waiting[index].Matches(request))
                continue;
            _waiting[index].Found.TrySetResult(request);
            _waiting.RemoveAt(index);
        }
    }
}

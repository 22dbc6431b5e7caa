using Gateway.ApiServer.Requests;

namespace Gateway.ApiServer.Failures;

/// <summary>The requests that get something else than their answer.</summary>
internal sealed class RequestFaults
{
    private readonly Lock _gate = new();
    private readonly List<Rule> _rules = [];

    public IDisposable Add(Reply reply, int times, Func<ApiRequest, bool> matching)
    {
        var rule = new Rule(reply, matching) { Left = times };
        lock (_gate)
            _rules.Add(rule);
        return new Withdrawal(() =>
        {
            lock (_gate)
                _rules.Remove(rule);
            rule.Withdrawn.TrySetResult();
        });
    }

    /// <summary>The reply of the first rule for the request, which is used up by it, and what completes when the rule is withdrawn.</summary>
    public (Reply Reply, Task Withdrawn)? Take(ApiRequest request)
    {
        lock (_gate)
        {
            var rule = _rules.Find(rule => rule.Matching(request));
            if (rule is null)
                return null;
            if (rule.Left != int.MaxValue && --rule.Left == 0)
                _rules.Remove(rule);
            return (rule.Reply, rule.Withdrawn.Task);
        }
    }

    private sealed record Rule(Reply Reply, Func<ApiRequest, bool> Matching)
    {
        public int Left { get; set; }

        public TaskCompletionSource Withdrawn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

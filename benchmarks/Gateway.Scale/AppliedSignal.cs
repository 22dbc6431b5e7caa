using System.Diagnostics;

namespace Gateway.Scale;

/// <summary>Tells the one who waits when something was applied.</summary>
internal sealed class AppliedSignal
{
    private TaskCompletionSource<long> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<long> NextAsync()
    {
        var next = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _next, next);
        return next.Task;
    }

    public void Set() => Volatile.Read(ref _next).TrySetResult(Stopwatch.GetTimestamp());
}

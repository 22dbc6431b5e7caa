using System.Collections.Concurrent;
using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.Tests.Reconciliation;

/// <summary>A target that remembers what it was told, and fails when told to.</summary>
internal sealed class RecordingTarget(string name = "recording") : IStateTarget
{
    private readonly ConcurrentQueue<DesiredState> _applied = new();
    private int _failures;
    private Exception _failure = new InvalidOperationException("told to fail");

    public string Name => name;

    public IReadOnlyCollection<DesiredState> Applied => _applied;

    /// <summary>Completes to let an apply go on; null for no gate.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Attempts { get; private set; }

    public void FailNext(int times) => _failures = times;

    public void FailNext(int times, Exception failure) => (_failures, _failure) = (times, failure);

    public async ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        Attempts++;
        if (Gate is { } gate)
            await gate.Task.WaitAsync(cancellationToken);
        if (_failures > 0)
        {
            _failures--;
            throw _failure;
        }
        _applied.Enqueue(desired);
    }
}

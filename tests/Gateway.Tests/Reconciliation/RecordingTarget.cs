using System.Collections.Concurrent;
using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.Tests.Reconciliation;

/// <summary>A target that remembers what it was told, and fails when told to.</summary>
internal sealed class RecordingTarget(string name = "recording") : IStateTarget
{
    private readonly ConcurrentQueue<DesiredState> _applied = new();
    private int _failures;

    public string Name => name;

    public IReadOnlyCollection<DesiredState> Applied => _applied;

    /// <summary>Completes to let an apply go on; null for no gate.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Attempts { get; private set; }

    public void FailNext(int times) => _failures = times;

    public async ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        Attempts++;
        if (Gate is { } gate)
            await gate.Task.WaitAsync(cancellationToken);
        if (_failures > 0)
        {
            _failures--;
            throw new InvalidOperationException("told to fail");
        }
        _applied.Enqueue(desired);
    }
}

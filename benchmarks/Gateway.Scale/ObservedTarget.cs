using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.Scale;

/// <summary>Signals when the target has applied a state.</summary>
internal sealed class ObservedTarget(IStateTarget target, AppliedSignal applied) : IStateTarget
{
    public string Name => target.Name;

    public async ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        await target.ApplyAsync(desired, cancellationToken);
        applied.Set();
    }
}

using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.Status;

/// <summary>Tells the person who watches what each edit changed in effect.</summary>
internal sealed class ChangeLogTarget(IStatusOutput output) : IStateTarget
{
    /// <summary>Of a change that touches more, the rest is counted.</summary>
    public const int MaxLines = 20;

    private DesiredState? _current;

    public string Name => "changes";

    public ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        // The first state is no change: the start says what it holds.
        if (_current is not null && ChangeLines.Build(_current, desired) is { Count: > 0 } lines)
            output.Changed([.. lines.Take(MaxLines)], Math.Max(0, lines.Count - MaxLines));
        _current = desired;
        return ValueTask.CompletedTask;
    }
}

using Gateway.Manifests;
using Gateway.Model;

namespace Gateway.Commands;

/// <summary>One line of a validation: where, how bad, about what, and what it is.</summary>
internal sealed record Finding(ManifestPosition? Position, ConditionSeverity Severity, string Subject, string Message) : IComparable<Finding>
{
    public static Finding Of(ManifestProblem problem) =>
        new(problem.Position, problem.Severity, problem.Object?.ToString() ?? "", problem.Message);

    public static Finding Of(ObjectReference subject, Condition condition, ManifestPosition? position) => new(
        position,
        condition.Severity,
        condition.Field.Length == 0 ? subject.ToString() : $"{subject}, {condition.Field}",
        $"{condition.Reason}: {condition.Message}");

    /// <summary>File, line, column; what has no position comes last.</summary>
    public int CompareTo(Finding? other)
    {
        if (other is null)
            return 1;
        var byPosition = Key(this).CompareTo(Key(other));
        return byPosition != 0 ? byPosition : string.CompareOrdinal(Subject + Message, other.Subject + other.Message);
    }

    public override string ToString()
    {
        var place = Position is { } position ? $"{position}: " : "";
        var subject = Subject.Length == 0 ? "" : $"{Subject}: ";
        return $"{place}{Severity.ToString().ToLowerInvariant()}: {subject}{Message}";
    }

    private static (bool, string, int, int) Key(Finding finding) =>
        finding.Position is { } position ? (false, position.File, position.Line, position.Column) : (true, "", 0, 0);
}

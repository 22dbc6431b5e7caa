using Gateway.Model;

namespace Gateway.Status;

internal static class ConditionChanges
{
    public static IEnumerable<ChangeLine> Build(ObjectReference subject, ObjectConditions? before, ObjectConditions? after)
    {
        var earlier = (before?.Items ?? default).ToHashSet();
        var later = (after?.Items ?? default).ToHashSet();
        return later.Except(earlier).Select(condition => Line(subject, condition))
            .Concat(earlier.Except(later)
                .Where(old => !later.Any(condition => condition.Field == old.Field && condition.Reason == old.Reason))
                .Select(condition => new ChangeLine(ChangeKind.Note, subject.ToString(), $"no longer {condition.Reason}{At(condition)}")));
    }

    public static ChangeLine Line(ObjectReference subject, Condition condition) => new(
        condition.Severity switch
        {
            ConditionSeverity.Error => ChangeKind.Error,
            ConditionSeverity.Warning => ChangeKind.Warning,
            _ => ChangeKind.Note,
        },
        subject.ToString(),
        $"{condition.Reason}{At(condition)}: {condition.Message}");

    private static string At(Condition condition) => condition.Field.Length == 0 ? "" : $" at {condition.Field}";
}

namespace Gateway.Model.Translation;

/// <summary>The one shape of what is said about an annotation.</summary>
internal static class AnnotationCondition
{
    public static Condition Warning(string annotation, string reason, string message) =>
        new(ConditionSeverity.Warning, reason, FieldOf(annotation), message);

    public static Condition NoEffect(string annotation, string because) =>
        Warning(annotation, "AnnotationHasNoEffect", $"{annotation} has no effect: {because}");

    public static string FieldOf(string annotation) => $"metadata.annotations[{annotation}]";
}

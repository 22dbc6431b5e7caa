namespace Gateway.Model;

public enum ConditionSeverity
{
    /// <summary>Something worth knowing; what was asked for is done.</summary>
    Info,

    /// <summary>What was asked for is done in another way, or in part.</summary>
    Warning,

    /// <summary>Part of the object is not served.</summary>
    Error,
}

/// <summary>What translation has to say about an object.</summary>
/// <param name="Reason">One CamelCase word, stable, for programs (such as <c>ServiceNotFound</c>).</param>
/// <param name="Field">The path of the field in question, such as <c>spec.rules[0].http.paths[1].backend.service.port</c>; empty for the whole object.</param>
/// <param name="Message">A sentence for people that names values.</param>
public sealed record Condition(ConditionSeverity Severity, string Reason, string Field, string Message);

public sealed record ObjectConditions(ValueArray<Condition> Items);

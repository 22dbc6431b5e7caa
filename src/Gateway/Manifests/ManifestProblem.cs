using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>Something about a manifest that its author should know.</summary>
/// <param name="Severity">
/// Error: something is not read, or no longer followed. Warning: an object is skipped that was likely meant to be read. Info: a kind
/// is skipped that the gateway does not read.
/// </param>
/// <param name="Object">The object in question, where it is known.</param>
internal sealed record ManifestProblem(ConditionSeverity Severity, ManifestPosition Position, ObjectReference? Object, string Message)
{
    public override string ToString() => Object is { } named ? $"{Position}: {named}: {Message}" : $"{Position}: {Message}";
}

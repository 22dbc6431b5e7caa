using Gateway.Manifests.Documents;
using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>What the documents of a text gave. Positions are within that text.</summary>
/// <param name="Slots">
/// One for each object in the order written: the object, or what is known of the one that could not be read, so that what it was
/// before can be kept.
/// </param>
internal sealed record DocumentContent(IReadOnlyList<DocumentSlot> Slots, IReadOnlyList<DocumentRemark> Remarks)
{
    public static readonly DocumentContent Empty = new([], []);
}

/// <param name="Object">Null where the object could not be read.</param>
/// <param name="Reference">Null where not even its kind and name are known.</param>
internal readonly record struct DocumentSlot(ManifestObject? Object, ObjectReference? Reference);

internal sealed record DocumentRemark(ConditionSeverity Severity, TextPosition Position, ObjectReference? Object, string Message);

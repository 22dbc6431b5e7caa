namespace Gateway.Manifests.Documents;

/// <summary>One document of a file as a tree.</summary>
/// <param name="Faults">What makes the document unusable although the text around it can be read.</param>
internal sealed record ComposedDocument(ManifestNode Root, IReadOnlyList<DocumentFault> Faults);

internal sealed record DocumentFault(TextPosition Position, string Message);

namespace Gateway.Manifests.Documents;

/// <summary>One document of a file as a tree.</summary>
/// <param name="Faults">What makes the document unusable although the text around it can be read.</param>
internal sealed record ComposedDocument(ManifestNode Root, IReadOnlyList<DocumentFault> Faults);

/// <summary>Names no line but by its position: a document may move in its file without being read again.</summary>
internal sealed record DocumentFault(TextPosition Position, string Message)
{
    public static DocumentFault DuplicateKey(string key, TextPosition first, TextPosition again) => new(again, (again.Line - first.Line) switch
    {
        0 => $"the key \"{key}\" is there before on this line",
        1 => $"the key \"{key}\" is there before, on the line above",
        var lines => $"the key \"{key}\" is there before, {lines} lines above",
    });
}

namespace Gateway.Model.Translation;

/// <summary>Objects in, desired state out: pure, and as cheap as the change.</summary>
public static class Translator
{
    /// <summary>
    /// Translates a snapshot, taking over from <paramref name="previous"/> every result whose inputs are the same references.
    /// The result does not depend on <paramref name="previous"/>: from <see cref="TranslationResult.Empty"/> it is equal. Never throws on
    /// what users wrote; what cannot be used becomes a condition of the object that asked for it.
    /// </summary>
    public static TranslationResult Translate(ResourceSnapshot snapshot, TranslationResult previous, TranslationOptions options) =>
        throw new NotSupportedException();
}

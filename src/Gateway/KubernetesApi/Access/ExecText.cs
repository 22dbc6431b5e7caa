namespace Gateway.KubernetesApi.Access;

internal static class ExecText
{
    private const int MaxLength = 1000;

    /// <summary>Somebody else's words for a message of one line: no control characters, such as a terminal's colours begin with, and not endless.</summary>
    public static string OneLine(string text)
    {
        var words = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)]).Trim();
        return words.Length <= MaxLength ? words : $"{words[..MaxLength]}…";
    }
}

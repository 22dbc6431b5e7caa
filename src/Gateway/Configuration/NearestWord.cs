using Gateway.Model.Translation;

namespace Gateway.Configuration;

/// <summary>Finds what was probably meant by a word that is not known.</summary>
internal static class NearestWord
{
    /// <summary>The candidate that takes the fewest typing errors, or null where even that one is too far to be meant. Case does not count.</summary>
    public static string? Find(string word, IEnumerable<string> candidates)
    {
        var limit = Math.Max(2, word.Length / 3);
        return candidates
            .Select(candidate => (Candidate: candidate, Distance: EditDistance.Between(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.Distance <= limit)
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();
    }
}

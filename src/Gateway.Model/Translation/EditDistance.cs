namespace Gateway.Model.Translation;

/// <summary>How many letters must be inserted, deleted or replaced to make one word of another (Levenshtein).</summary>
public static class EditDistance
{
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var row = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
            row[column] = column;
        for (var line = 1; line <= left.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = left[line - 1] == right[column - 1] ? diagonal : diagonal + 1;
                diagonal = row[column];
                row[column] = Math.Min(replaced, 1 + Math.Min(row[column], row[column - 1]));
            }
        }
        return row[right.Length];
    }
}

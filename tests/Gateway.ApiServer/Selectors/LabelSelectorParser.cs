namespace Gateway.ApiServer.Selectors;

/// <summary>Reads <c>a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1</c>.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private int _position;

    public List<LabelRequirement> Parse()
    {
        var result = new List<LabelRequirement>();
        do
            result.Add(ParseRequirement());
        while (TryTake(","));
        return _position == text.Length ? result : throw new FormatException($"found '{text[_position..]}', expected: ',' or 'end of string'");
    }

    // !key                     missing
    // key                      exists
    // key = == != > < value    one value
    // key in notin (values)    several
    private LabelRequirement ParseRequirement()
    {
        if (TryTake("!"))
            return new(TakeKey(), LabelOperator.Missing, []);
        var key = TakeKey();
        if (TryTake("!="))
            return new(key, LabelOperator.NotIn, [TakeWord()]);
        if (TryTake("==") || TryTake("="))
            return new(key, LabelOperator.In, [TakeWord()]);
        if (TryTake(">"))
            return new(key, LabelOperator.GreaterThan, [TakeNumber()]);
        if (TryTake("<"))
            return new(key, LabelOperator.LessThan, [TakeNumber()]);
        if (TryTakeWord("notin"))
            return new(key, LabelOperator.NotIn, TakeSet());
        if (TryTakeWord("in"))
            return new(key, LabelOperator.In, TakeSet());
        return new(key, LabelOperator.Exists, []);
    }

    private List<string> TakeSet()
    {
        if (!TryTake("("))
            throw new FormatException($"found '{text[_position..]}', expected: '('");
        var values = new List<string>();
        do
            values.Add(TakeWord());
        while (TryTake(","));
        return TryTake(")") ? values : throw new FormatException($"found '{text[_position..]}', expected: ',', or ')'");
    }

    private string TakeKey() => TakeWord() is { Length: > 0 } key
        ? key
        : throw new FormatException($"found '{text[_position..]}', expected: !, identifier, or 'end of string'");

    private string TakeNumber() =>
        TakeWord() is var word && long.TryParse(word, out _) ? word : throw new FormatException($"'{word}' is not a number");

    private string TakeWord()
    {
        SkipSpace();
        var start = _position;
        while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '-' or '_' or '.' or '/'))
            _position++;
        return text[start.._position];
    }

    private bool TryTakeWord(string word)
    {
        var start = _position;
        if (TakeWord() == word)
            return true;
        _position = start;
        return false;
    }

    private bool TryTake(string sign)
    {
        SkipSpace();
        if (!text.AsSpan(_position).StartsWith(sign, StringComparison.Ordinal))
            return false;
        _position += sign.Length;
        SkipSpace();
        return true;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && text[_position] == ' ')
            _position++;
    }
}

using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Selectors;

internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    Missing,
    GreaterThan,
    LessThan,
}

/// <summary>One condition on one label.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    // in, notin          a label that is missing is in no set
    // exists, missing    whatever its value
    // gt, lt             whole numbers on both sides
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(Key);
        return Operator switch
        {
            LabelOperator.In => value is not null && Values.Contains(value),
            LabelOperator.NotIn => value is null || !Values.Contains(value),
            LabelOperator.Exists => value is not null,
            LabelOperator.Missing => value is null,
            LabelOperator.GreaterThan => long.TryParse(value, out var number) && number > long.Parse(Values[0]),
            LabelOperator.LessThan => long.TryParse(value, out var number) && number < long.Parse(Values[0]),
            _ => false,
        };
    }
}

/// <summary>The labels that a list or watch asks for. All conditions must hold.</summary>
internal sealed class LabelSelector(IReadOnlyList<LabelRequirement> requirements)
{
    public static readonly LabelSelector Everything = new([]);

    public bool IsEmpty => requirements.Count == 0;

    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Everything;
        try
        {
            return new(new LabelSelectorParser(text).Parse());
        }
        catch (FormatException error)
        {
            throw ApiErrors.BadRequest($"unable to parse requirement: {error.Message}");
        }
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Matches(labels))
                return false;
        }
        return true;
    }
}

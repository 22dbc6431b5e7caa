namespace Gateway.Status;

internal enum ChangeKind
{
    Added,
    Changed,
    Removed,
    Error,
    Warning,
    Note,
}

/// <summary>One thing that is another now, for a person to read.</summary>
/// <param name="Subject">What changed, such as <c>route shop.localhost/api</c>.</param>
/// <param name="Detail">How.</param>
internal sealed record ChangeLine(ChangeKind Kind, string Subject, string Detail)
{
    /// <summary>One character that says the kind where there is no room for a word.</summary>
    public char Mark => Kind switch
    {
        ChangeKind.Added => '+',
        ChangeKind.Changed => '~',
        ChangeKind.Removed => '-',
        ChangeKind.Error => '!',
        ChangeKind.Warning => '!',
        _ => ' ',
    };

    public override string ToString() => $"{Mark} {Subject}: {Detail}";
}

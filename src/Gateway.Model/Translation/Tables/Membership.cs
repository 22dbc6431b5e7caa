namespace Gateway.Model.Translation.Tables;

/// <summary>The entry of an index that says no more than "is in the group".</summary>
internal sealed class Membership
{
    private static readonly Membership Yes = new();

    private Membership()
    {
    }

    public static IEnumerable<KeyValuePair<TGroup, Membership>> In<TGroup>(IEnumerable<TGroup> groups) =>
        groups.Distinct().Select(group => KeyValuePair.Create(group, Yes));
}

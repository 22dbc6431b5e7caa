using Gateway.Ipvs.Planning;
using Gateway.Model;

namespace Gateway.Ipvs.Filtering;

/// <summary>The elements of a plan that were written, and their sum, which costs what changes.</summary>
internal sealed record WrittenElements(PersistentMap<NftElement, Tally> Elements, ElementSum Sum)
{
    public static WrittenElements Of(PersistentMap<NftElement, Tally> elements) => new(elements, ElementSum.Of(elements.Keys));

    public WrittenElements With(PersistentMap<NftElement, Tally> elements, IEnumerable<NftElement> added, IEnumerable<NftElement> removed) =>
        new(elements, Sum + ElementSum.Of(added) - ElementSum.Of(removed));
}

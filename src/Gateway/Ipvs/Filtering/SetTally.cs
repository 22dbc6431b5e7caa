using System.Net.Sockets;
using Gateway.Netlink.Nftables;

namespace Gateway.Ipvs.Filtering;

/// <summary>Counts the elements of one set while they are read.</summary>
/// <param name="isOurs">Whether an element is one that the gateway wrote.</param>
/// <param name="keeps">Whether those that are have to be known, or it is enough to have counted them.</param>
internal sealed class SetTally(AddressFamily family, NftSet set, Func<NftElement, bool> isOurs, bool keeps)
{
    private readonly HashSet<NftElement> _found = [];

    public ElementSum Ours { get; private set; }

    public List<ElementText> Foreign { get; } = [];

    /// <summary>What was read so far does not count.</summary>
    public void Restart()
    {
        Ours = default;
        Foreign.Clear();
        _found.Clear();
    }

    public void Read(in NftablesElement element)
    {
        if (NftElementReader.Read(family, set, element) is not { } known || !isOurs(known))
        {
            Foreign.Add(new(family, set, NftElementReader.TextOf(family, set, element)));
            return;
        }
        Ours = Ours.With(known);
        if (keeps)
            _found.Add(known);
    }

    /// <summary>Whether an element of this set is one of those that were kept.</summary>
    public bool Has(NftElement element) => _found.Contains(element);
}

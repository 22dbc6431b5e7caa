using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gateway.Ipvs.Filtering;

/// <param name="Text">As nft reads it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ElementText(AddressFamily Family, NftSet Set, string Text)
{
    public override string ToString() => $"{NftablesText.Name(Family)} {NftablesText.Name(Set)} {Text}";
}

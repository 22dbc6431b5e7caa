using System.Runtime.InteropServices;

namespace Gateway.Ipvs.Filtering;

/// <summary>
/// How many elements there are, and the sum of their hash codes: enough to know that all of some are there without keeping them, even where one is told
/// twice and another left out.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ElementSum(int Count, ulong HashCodes)
{
    public static ElementSum Of(IEnumerable<NftElement> elements) => elements.Aggregate(default(ElementSum), (sum, element) => sum.With(element));

    public static ElementSum operator +(ElementSum left, ElementSum right) => new(left.Count + right.Count, left.HashCodes + right.HashCodes);

    public static ElementSum operator -(ElementSum left, ElementSum right) => new(left.Count - right.Count, left.HashCodes - right.HashCodes);

    public ElementSum With(NftElement element) => new(Count + 1, HashCodes + (uint)element.GetHashCode());
}

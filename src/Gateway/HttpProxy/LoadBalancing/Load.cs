using System.Runtime.InteropServices;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>What a destination's load would be with one request more: (active + 1) / weight, compared without dividing.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Load(int Active, uint Weight)
{
    /// <summary>Negative where this is the smaller load, 0 for a tie.</summary>
    public long CompareTo(Load other) => (Active + 1L) * other.Weight - (other.Active + 1L) * Weight;

    /// <summary>The active requests of a destination of that weight whose load is this one.</summary>
    public int ActiveAt(uint weight) => weight == Weight ? Active : (int)((Active + 1L) * weight / Weight - 1);
}

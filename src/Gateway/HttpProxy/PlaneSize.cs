namespace Gateway.HttpProxy;

/// <summary>How much is in the plane. Written by the one loop that applies.</summary>
internal sealed class PlaneSize
{
    public int Hosts { get; set; }

    public int Routes { get; set; }

    public int Clusters { get; set; }

    public int Destinations { get; set; }

    public int Certificates { get; set; }
}

namespace Gateway.ApiServer.Resources;

/// <summary>What the server gives out: cluster addresses and node ports, one after the other.</summary>
internal sealed class Allocator
{
    private int _address;
    private int _port = 30000;

    /// <summary>From 10.96.0.0/12, the usual service network.</summary>
    public string NextClusterIp()
    {
        var number = Interlocked.Increment(ref _address) + 255;
        return $"10.{96 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}";
    }

    public int NextNodePort()
    {
        var number = Interlocked.Increment(ref _port);
        return 30000 + (number - 30000) % 2768;
    }
}

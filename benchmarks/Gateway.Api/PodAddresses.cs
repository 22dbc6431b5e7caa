using System.Net;

namespace Gateway.Api;

/// <summary>Addresses that pods have, from 10.244.0.0 on: more than a hundred thousand of them, each local in <see cref="PodNetwork"/>.</summary>
internal static class PodAddresses
{
    public const string Prefix = "10.244.0.0/14";

    private const uint First = 0x0AF4_0000;
    private const uint Count = 1 << 18;

    /// <summary>Begins again where there are no more. Neither the network's own address nor its broadcast address is among them.</summary>
    public static string At(long index) =>
        new IPAddress((uint)IPAddress.HostToNetworkOrder((int)(First + 1 + (uint)(index % (Count - 2))))).ToString();

    public static IReadOnlyList<string> Range(long start, int count) => [.. Enumerable.Range(0, count).Select(offset => At(start + offset))];
}

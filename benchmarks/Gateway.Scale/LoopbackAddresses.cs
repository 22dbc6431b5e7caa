using System.Net;

namespace Gateway.Scale;

/// <summary>
/// Distinct addresses from 127.1.0.0 on. Linux keeps all of 127.0.0.0/8 on the loopback link, so one listener on any address answers
/// on every one of them.
/// </summary>
internal static class LoopbackAddresses
{
    private const long First = 0x7F01_0000;

    public static string At(int index) => new IPAddress(IPAddress.HostToNetworkOrder((int)(First + index)) & 0xFFFF_FFFFL).ToString();

    public static IReadOnlyList<string> Range(int start, int count) => [.. Enumerable.Range(start, count).Select(At)];
}

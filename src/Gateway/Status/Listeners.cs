using System.Net;

namespace Gateway.Status;

/// <summary>Where the gateway listens, with the ports that the system chose where it was left to it.</summary>
/// <param name="DevelopmentAuthority">The certificate of the development CA, where every host without a certificate of its own gets one from it.</param>
internal sealed record Listeners(int HttpPort, int? HttpsPort, IPEndPoint Health, string? DevelopmentAuthority);

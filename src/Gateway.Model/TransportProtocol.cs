namespace Gateway.Model;

/// <summary>core/v1 Protocol.</summary>
public enum TransportProtocol
{
    Tcp,
    Udp,
    Sctp,
}

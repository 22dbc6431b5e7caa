namespace Gateway.Model.Translation.Layer4;

/// <summary>What no two Services can have.</summary>
/// <param name="Address">Canonical text; null for a node port.</param>
internal readonly record struct FrontendKey(IPFamily Family, string? Address, int Port, TransportProtocol Protocol)
{
    /// <summary>For people. A node port is called the same in both families.</summary>
    public string Description => $"{Place}/{Protocol.ToString().ToUpperInvariant()}";

    private string Place => Address is null ? $"node port {Port}" : Family == IPFamily.IPv6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";

    public override string ToString() => $"{Family} {Description}";
}

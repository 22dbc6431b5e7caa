using System.Text;

namespace Gateway.Model;

/// <summary>One place a request or connection may go: an endpoint address and the port that the Service's target port means there.</summary>
/// <param name="Address">An IP address without brackets; for ExternalName Services a DNS name.</param>
/// <param name="Port">1–65535.</param>
/// <param name="Weight">0–65535, relative to the other backends of its cluster; 0 takes no new requests.</param>
public sealed record Backend(string Address, int Port, int Weight = 1)
{
    public const int MaxWeight = 65535;

    public string? NodeName { get; init; }

    public string? Zone { get; init; }

    /// <summary>The pod behind the address, where the slice names one.</summary>
    public NamespacedName? Pod { get; init; }

    /// <summary><c>address:port</c>, with brackets around IPv6: unique within a cluster, and what a person calls this backend.</summary>
    public string Authority { get; } = Address.Contains(':') ? $"[{Address}]:{Port}" : $"{Address}:{Port}";

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Authority).Append(" weight ").Append(Weight);
        return true;
    }
}

using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;
using Gateway.Model.Translation.Tls;

namespace Gateway.Model.Translation.Ingresses;

/// <summary>What one Ingress asks for, as far as it can be told without the others.</summary>
/// <param name="Hosts">One claim for a host.</param>
/// <param name="Certificates">One claim for a server name.</param>
internal sealed record IngressTranslation(ValueArray<HostClaim> Hosts, ValueArray<CertificateClaim> Certificates, ValueArray<Remark> Remarks)
    : IRemarked;

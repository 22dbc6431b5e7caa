using Gateway.Model.Translation.Hosts;

namespace Gateway.Model.Translation.Tls;

/// <summary>The certificate that one Ingress wants for a server name, and the field that asks for it.</summary>
internal sealed record CertificateClaim(string ServerName, Claimant Claimant, TlsCertificate Certificate, string Field);

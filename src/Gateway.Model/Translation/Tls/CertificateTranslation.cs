using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Tls;

/// <summary>The certificate of one server name, and what is said to those who wanted another.</summary>
internal sealed record CertificateTranslation(TlsCertificate Certificate, ValueArray<Remark> Remarks) : IRemarked;

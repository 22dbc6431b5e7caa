using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.HttpProxy.Tls;

/// <summary>Answers each handshake with the certificate for the name the client asked for.</summary>
internal sealed class CertificateSelector(CertificateStore configured, SpareCertificates spare)
{
    public TlsHandshakeCallbackOptions Build() => new() { OnConnection = Select };

    private ValueTask<SslServerAuthenticationOptions> Select(TlsHandshakeCallbackContext context)
    {
        var name = context.ClientHelloInfo.ServerName;
        return ValueTask.FromResult((configured.Find(name) ?? spare.Find(name)).Handshake);
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gateway.ApiServer;

namespace Gateway.Api.Churn;

/// <summary>What happens in a cluster: pods come and go, and everything else that a gateway reads is made, changed and deleted.</summary>
internal sealed class ClusterChurn(ApiServerDouble server, SyntheticCluster cluster)
{
    private readonly Random _random = new(1);
    private readonly string[] _pairs = [MakePair(1), MakePair(2)];
    private long _addresses = cluster.FirstFreeAddress;

    public void ChangeOne()
    {
        var service = _random.Next(cluster.Services);
        switch (_random.Next(100))
        {
            case < 70:
                server.Put(cluster.Slice(service, Addresses()));
                break;
            case < 75:
                server.Delete("EndpointSlice", SyntheticCluster.NamespaceOf(service), SyntheticCluster.SliceOf(service));
                break;
            case < 82:
                server.Put(SyntheticCluster.Service(service, _random.Next(1, 65_536)));
                break;
            case < 85:
                server.Delete("Service", SyntheticCluster.NamespaceOf(service), SyntheticCluster.NameOf(service));
                break;
            case < 90:
                server.Put(Ingress(service));
                break;
            case < 93:
                server.Delete("Ingress", SyntheticCluster.NamespaceOf(service), SyntheticCluster.NameOf(service));
                break;
            case < 97:
                server.Put(Secret(service));
                break;
            case < 99:
                server.Delete("Secret", SyntheticCluster.NamespaceOf(service), "tls");
                break;
            default:
                server.Put((JsonObject)JsonNode.Parse($$$"""
                    {"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"other-{{{_random.Next(3)}}}"},"spec":{"controller":"example.com/{{{_random.Next(9)}}}"}}
                    """)!);
                break;
        }
    }

    private IReadOnlyList<string> Addresses()
    {
        var count = _random.Next(2 * cluster.Endpoints);
        var start = _addresses;
        _addresses += count;
        return PodAddresses.Range(start, count);
    }

    /// <summary>At a host that several may claim, now and then with TLS.</summary>
    private JsonObject Ingress(int service)
    {
        var ingress = SyntheticCluster.Ingress(service, SyntheticCluster.HostOf(_random.Next(cluster.Services)));
        if (_random.Next(2) == 0)
            ingress["spec"]!["tls"] = new JsonArray(new JsonObject { ["hosts"] = new JsonArray(SyntheticCluster.HostOf(service)), ["secretName"] = "tls" });
        return ingress;
    }

    private JsonObject Secret(int service) => (JsonObject)JsonNode.Parse($$"""
        {
          "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
          "metadata": { "name": "tls", "namespace": "{{SyntheticCluster.NamespaceOf(service)}}" },
          "data": {{_pairs[_random.Next(_pairs.Length)]}}
        }
        """)!;

    private static string MakePair(int number)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN=churn-{number}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return $$"""{"tls.crt":"{{Base64(certificate.ExportCertificatePem())}}","tls.key":"{{Base64(key.ExportPkcs8PrivateKeyPem())}}"}""";
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));
}

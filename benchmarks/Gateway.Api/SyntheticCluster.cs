using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.ApiServer;

namespace Gateway.Api;

/// <summary>
/// Many Services with one EndpointSlice each, and an Ingress with a host of its own for some of them, as an API server has them: with what controllers
/// write into them that a gateway does not read.
/// </summary>
internal sealed class SyntheticCluster(int services, int endpoints, int ingresses, int podPort)
{
    private const int Namespaces = 100;
    private const int Nodes = 500;
    private const int Zones = 3;

    public int Services { get; } = services;

    public int Endpoints { get; } = endpoints;

    public int Ingresses { get; } = ingresses;

    public string LastHost => HostOf(Ingresses - 1);

    /// <summary>The first of the addresses that no Service has at the start.</summary>
    public long FirstFreeAddress => (long)Services * Endpoints;

    public static string HostOf(int service) => $"svc-{service}.api.test";

    public static string NameOf(int service) => $"svc-{service}";

    public static string SliceOf(int service) => $"svc-{service}-{service % 4096:x3}ab";

    public static string NamespaceOf(int service) => $"team-{service % Namespaces}";

    public IReadOnlyList<string> AddressesOf(int service) => PodAddresses.Range((long)service * Endpoints, Endpoints);

    public void Fill(ApiServerDouble server)
    {
        server.Put(Parse("""
            {"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"yarp"},"spec":{"controller":"yarp-gateway.io/controller"}}
            """));
        for (var service = 0; service < Services; service++)
        {
            server.Put(Service(service));
            server.Put(Slice(service, AddressesOf(service)));
            if (service < Ingresses)
                server.Put(Ingress(service, HostOf(service)));
        }
    }

    public static JsonObject Service(int service, int port = 80) => Parse($$"""
        {
          "apiVersion": "v1", "kind": "Service",
          "metadata": {{Metadata(service, NameOf(service))}},
          "spec": {
            "selector": { "app.kubernetes.io/name": "svc-{{service}}" },
            "ports": [{ "name": "http", "port": {{port}}, "targetPort": "http" }]
          }
        }
        """);

    public JsonObject Slice(int service, IReadOnlyList<string> addresses) => Parse($$"""
        {
          "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
          "metadata": {
            "name": "{{SliceOf(service)}}", "generateName": "svc-{{service}}-", "namespace": "{{NamespaceOf(service)}}",
            "labels": {
              "app.kubernetes.io/name": "svc-{{service}}",
              "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
              "kubernetes.io/service-name": "svc-{{service}}"
            },
            "annotations": { "endpoints.kubernetes.io/last-change-trigger-time": "{{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}}" },
            "ownerReferences": [{
              "apiVersion": "v1", "kind": "Service", "name": "svc-{{service}}", "uid": "{{Uid(service)}}", "controller": true, "blockOwnerDeletion": true
            }]
          },
          "addressType": "IPv4",
          "endpoints": [{{string.Join(',', addresses.Select(address => Endpoint(service, address)))}}],
          "ports": [{ "name": "http", "port": {{podPort}}, "protocol": "TCP" }]
        }
        """);

    public static JsonObject Ingress(int service, string host) => Parse($$"""
        {
          "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
          "metadata": {{Metadata(service, NameOf(service))}},
          "spec": {
            "ingressClassName": "yarp",
            "rules": [{
              "host": "{{host}}",
              "http": { "paths": [{ "path": "/", "pathType": "Prefix", "backend": { "service": { "name": "svc-{{service}}", "port": { "name": "http" } } } }] }
            }]
          }
        }
        """);

    private static string Metadata(int service, string name) => $$"""
        {
          "name": "{{name}}", "namespace": "{{NamespaceOf(service)}}",
          "labels": {
            "app.kubernetes.io/name": "svc-{{service}}", "app.kubernetes.io/instance": "svc-{{service}}", "app.kubernetes.io/managed-by": "Helm",
            "helm.sh/chart": "web-1.{{service % 40}}.0"
          },
          "annotations": { "meta.helm.sh/release-name": "svc-{{service}}", "meta.helm.sh/release-namespace": "{{NamespaceOf(service)}}" }
        }
        """;

    /// <summary>A pod keeps its name and its node for as long as it has its address.</summary>
    private static string Endpoint(int service, string address)
    {
        var number = address.GetHashCode(StringComparison.Ordinal) & 0xFFFFF;
        var node = number % Nodes;
        return $$"""
            {
              "addresses": ["{{address}}"],
              "conditions": { "ready": true, "serving": true, "terminating": false },
              "nodeName": "node-{{node}}.eu-1.compute.internal", "zone": "eu-1{{(char)('a' + (node % Zones))}}",
              "targetRef": { "kind": "Pod", "name": "svc-{{service}}-6d4cf56db6-{{number:x5}}", "namespace": "{{NamespaceOf(service)}}", "uid": "{{Uid(number)}}" }
            }
            """;
    }

    private static string Uid(int number) => string.Create(CultureInfo.InvariantCulture, $"5c1d9a3e-7b42-4f0a-9d1e-{number:x12}");

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}

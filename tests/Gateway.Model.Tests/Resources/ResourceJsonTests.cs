using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gateway.Model.Resources;

namespace Gateway.Model.Tests.Resources;

public sealed class ResourceJsonTests
{
    private const string Service = """
        {
          "kind": "Service", "apiVersion": "v1",
          "metadata": {
            "name": "web", "namespace": "shop", "uid": "d9e6", "resourceVersion": "42", "generation": 3,
            "creationTimestamp": "2026-01-02T03:04:05Z", "deletionTimestamp": "2026-01-03T03:04:05Z",
            "labels": { "app": "web" }, "annotations": { "yarp-gateway.io/load-balancing": "least-request" }
          },
          "spec": {
            "type": "LoadBalancer", "clusterIP": "10.96.0.10", "clusterIPs": ["10.96.0.10", "fd00::10"],
            "externalIPs": ["192.0.2.1"], "selector": { "app": "web" },
            "ports": [
              { "name": "http", "protocol": "TCP", "port": 80, "targetPort": 8080, "nodePort": 30080, "appProtocol": "kubernetes.io/h2c" },
              { "name": "admin", "port": 81, "targetPort": "admin" }
            ],
            "ipFamilies": ["IPv4", "IPv6"], "ipFamilyPolicy": "PreferDualStack", "publishNotReadyAddresses": true,
            "internalTrafficPolicy": "Cluster", "externalTrafficPolicy": "Local", "trafficDistribution": "PreferSameZone",
            "sessionAffinity": "ClientIP", "sessionAffinityConfig": { "clientIP": { "timeoutSeconds": 600 } },
            "loadBalancerClass": "yarp-gateway.io/load-balancer", "loadBalancerIP": "192.0.2.2", "loadBalancerSourceRanges": ["198.51.100.0/24"],
            "allocateLoadBalancerNodePorts": false, "healthCheckNodePort": 30081
          },
          "status": { "loadBalancer": { "ingress": [{ "ip": "192.0.2.2", "ipMode": "VIP" }, { "hostname": "lb.example" }] } }
        }
        """;

    private const string EndpointSlice = """
        {
          "kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1",
          "metadata": { "name": "web-abc", "namespace": "shop", "labels": { "kubernetes.io/service-name": "web" } },
          "addressType": "IPv4",
          "endpoints": [
            {
              "addresses": ["10.0.0.1"], "conditions": { "ready": true, "serving": true, "terminating": false },
              "hostname": "web-0", "nodeName": "a", "zone": "z1",
              "hints": { "forZones": [{ "name": "z1" }], "forNodes": [{ "name": "a" }] },
              "targetRef": { "kind": "Pod", "namespace": "shop", "name": "web-0" }
            }
          ],
          "ports": [{ "name": "http", "protocol": "TCP", "port": 8080, "appProtocol": "http" }]
        }
        """;

    private const string Pod = """
        {
          "kind": "Pod", "apiVersion": "v1",
          "metadata": { "name": "web-0", "namespace": "shop" },
          "spec": {
            "nodeName": "a", "hostname": "web-0", "subdomain": "web",
            "containers": [{ "name": "web", "ports": [{ "name": "http", "containerPort": 8080, "protocol": "TCP" }] }],
            "initContainers": [{ "name": "proxy", "restartPolicy": "Always" }]
          },
          "status": {
            "phase": "Running", "podIP": "10.0.0.1", "podIPs": [{ "ip": "10.0.0.1" }, { "ip": "fd00::1" }],
            "conditions": [{ "type": "Ready", "status": "True" }]
          }
        }
        """;

    private const string Ingress = """
        {
          "kind": "Ingress", "apiVersion": "networking.k8s.io/v1",
          "metadata": { "name": "shop", "namespace": "shop" },
          "spec": {
            "ingressClassName": "yarp",
            "defaultBackend": { "service": { "name": "web", "port": { "name": "http" } } },
            "tls": [{ "hosts": ["shop.localhost"], "secretName": "shop-tls" }],
            "rules": [
              {
                "host": "shop.localhost",
                "http": { "paths": [{ "path": "/", "pathType": "Prefix", "backend": { "service": { "name": "web", "port": { "number": 80 } } } }] }
              },
              { "http": { "paths": [{ "pathType": "Exact", "backend": { "resource": { "apiGroup": "x", "kind": "Bucket", "name": "b" } } }] } }
            ]
          },
          "status": { "loadBalancer": { "ingress": [{ "ip": "127.10.0.1" }] } }
        }
        """;

    private const string IngressClass = """
        { "kind": "IngressClass", "apiVersion": "networking.k8s.io/v1", "metadata": { "name": "yarp", "namespace": "" }, "spec": { "controller": "yarp-gateway.io/controller" } }
        """;

    private const string Node = """
        {
          "kind": "Node", "apiVersion": "v1", "metadata": { "name": "a", "namespace": "", "labels": { "topology.kubernetes.io/zone": "z1" } },
          "status": { "addresses": [{ "type": "InternalIP", "address": "192.0.2.10" }] }
        }
        """;

    private const string Namespace = """{ "kind": "Namespace", "apiVersion": "v1", "metadata": { "name": "shop", "namespace": "" } }""";

    private const string Secret = """
        {
          "kind": "Secret", "apiVersion": "v1", "metadata": { "name": "shop-tls", "namespace": "shop" }, "type": "kubernetes.io/tls",
          "data": { "tls.crt": "c2VjcmV0LWNlcnQ=", "tls.key": "c2VjcmV0LWtleQ==" }, "stringData": { "note": "secret-note" }
        }
        """;

    public static TheoryData<string, string> Objects => new()
    {
        { nameof(Service), Service }, { nameof(EndpointSlice), EndpointSlice }, { nameof(Pod), Pod }, { nameof(Ingress), Ingress },
        { nameof(IngressClass), IngressClass }, { nameof(Node), Node }, { "NamespaceResource", Namespace }, { nameof(Secret), Secret },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void An_object_is_written_as_it_was_read(string type, string json)
    {
        var typeInfo = TypeInfoOf(type);

        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, typeInfo), typeInfo);

        Assert.True(JsonNode.DeepEquals(Normal(json), Normal(written)), written);
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Fields_that_the_gateway_does_not_know_are_skipped_at_every_level(string type, string json)
    {
        var typeInfo = TypeInfoOf(type);
        var extended = JsonNode.Parse(json)!;
        AddUnknownFields(extended);

        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize(extended.ToJsonString(), typeInfo), typeInfo);

        Assert.True(JsonNode.DeepEquals(Normal(json), Normal(written)), written);
    }

    [Fact]
    public void A_port_may_be_a_number_or_a_name()
    {
        var ports = Read<Service>(Service).Spec!.Ports!;

        Assert.Equal([new IntOrString(8080), new IntOrString("admin")], ports.Select(port => port.TargetPort));
        Assert.Equal(["8080", "admin"], ports.Select(port => port.TargetPort.ToString()));
    }

    [Theory]
    [InlineData("""{ "spec": { "ports": [{ "port": 80, "targetPort": 80.5 }] } }""", "$.spec.ports[0].targetPort")]
    [InlineData("""{ "spec": { "ports": [{ "port": 80, "targetPort": true }] } }""", "$.spec.ports[0].targetPort")]
    [InlineData("""{ "spec": { "ports": [{ "port": "80" }] } }""", "$.spec.ports[0].port")]
    [InlineData("""{ "spec": { "ports": {} } }""", "$.spec.ports")]
    [InlineData("""{ "spec": { "selector": ["app"] } }""", "$.spec.selector")]
    [InlineData("""{ "metadata": { "creationTimestamp": "yesterday" } }""", "$.metadata.creationTimestamp")]
    public void A_value_of_the_wrong_type_is_refused_with_its_path(string json, string path)
    {
        var error = Assert.Throws<JsonException>(() => Read<Service>(json));

        Assert.Equal(path, error.Path);
    }

    [Fact]
    public void Null_is_absent()
    {
        var service = Read<Service>("""{ "metadata": { "name": null, "namespace": null, "labels": null }, "spec": { "ports": null } }""");

        Assert.Equal(new NamespacedName("", ""), service.Name);
        Assert.Null(service.Spec!.Ports);
        Assert.Equal(new ObjectMeta(), Read<Service>("""{ "metadata": null }""").Metadata);
    }

    [Fact]
    public void Field_names_are_case_sensitive_as_in_the_API()
    {
        Assert.Null(Read<Service>("""{ "Spec": { "type": "NodePort" } }""").Spec);
    }

    [Fact]
    public void A_Secret_never_prints_its_data()
    {
        var secret = Read<Secret>(Secret);

        Assert.Contains("shop/shop-tls", secret.ToString(), StringComparison.Ordinal);
        Assert.All(
            ["c2VjcmV0", "secret-note", "tls.key"],
            hidden => Assert.DoesNotContain(hidden, $"{secret} {new[] { secret }.ToValueArray()} {ResourceChange.Upsert(secret)}", StringComparison.Ordinal));
    }

    private static T Read<T>(string json) => (T)JsonSerializer.Deserialize(json, ResourceJson.Default.GetTypeInfo(typeof(T))!)!;

    private static JsonTypeInfo TypeInfoOf(string type) =>
        ResourceJson.Default.GetTypeInfo(typeof(Service).Assembly.GetType($"Gateway.Model.Resources.{type}")!)!;

    /// <summary>Times as the serializer writes them; all else as it is.</summary>
    private static JsonNode? Normal(string json) => JsonNode.Parse(json.Replace("+00:00", "Z", StringComparison.Ordinal));

    private static void AddUnknownFields(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, child) in map.ToArray())
                    if (child is not null && key is not ("labels" or "annotations" or "selector" or "data" or "stringData"))
                        AddUnknownFields(child);
                map["unknownField"] = new JsonObject { ["deep"] = new JsonArray(1, null, "x") };
                break;
            case JsonArray list:
                foreach (var child in list)
                    AddUnknownFields(child!);
                break;
        }
    }
}

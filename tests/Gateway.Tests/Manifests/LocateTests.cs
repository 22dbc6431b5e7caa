using Gateway.Model;

namespace Gateway.Tests.Manifests;

public class LocateTests
{
    private const string Ingress = """
        # a comment first
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        ---

        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
          annotations:
            yarp-gateway.io/host: "x"
        spec:
          rules:
          - host: a.example
            http:
              paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: web
                    port:
                      number: 80
              - {path: /b, pathType: Exact, backend: &b {service: {name: web}}}
              - path: /c
                backend: *b
        """;

    [Theory]
    [InlineData("", "7:1")]
    [InlineData("kind", "8:1")]
    [InlineData("metadata.name", "10:3")]
    [InlineData("metadata.annotations['yarp-gateway.io/host']", "12:5")]
    [InlineData("metadata.annotations.yarp-gateway.io/host", "12:5")]
    [InlineData("metadata.annotations[\"yarp-gateway.io/host\"]", "12:5")]
    [InlineData("metadata.annotations['absent']", "11:3")]
    [InlineData("spec", "13:1")]
    [InlineData("spec.rules[0]", "15:5")]
    [InlineData("spec.rules[0].host", "15:5")]
    [InlineData("spec.rules[0].http.paths[0].backend.service.port.number", "24:15")]
    [InlineData("spec.rules[0].http.paths[0].backend.service.port.name", "23:13")]
    [InlineData("spec.rules[0].http.paths[1].backend.service.name", "25:60")]
    [InlineData("spec.rules[0].http.paths[1].backend.service.port", "25:50")]
    [InlineData("spec.rules[0].http.paths[2].backend", "27:9")]
    [InlineData("spec.rules[0].http.paths[2].backend.service.name", "25:60")]
    [InlineData("spec.rules[7].host", "14:3")]
    [InlineData("spec.rules[x].host", "14:3")]
    [InlineData("spec.rules.host", "14:3")]
    [InlineData("spec.tls[0].secretName", "13:1")]
    [InlineData("$.spec.rules[0]", "15:5")]
    [InlineData("status", "7:1")]
    [InlineData("][.'..", "7:1")]
    public void A_field_is_where_its_key_is_or_its_nearest_ancestor(string path, string position) =>
        Assert.Equal($"a.yaml:{position}", Yaml.Read(Ingress).Locate(new("Ingress", new("default", "shop")), path).ToString());

    [Fact]
    public void An_object_that_is_not_in_the_manifests_is_nowhere() =>
        Assert.Null(Yaml.Read(Ingress).Locate(new ObjectReference("Ingress", new("default", "other")), "spec"));
}

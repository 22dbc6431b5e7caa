using Gateway.Manifests;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.Manifests;

public class ManifestReaderTests
{
    [Fact]
    public void Every_kind_is_read_into_its_record()
    {
        var reading = Yaml.Read("""
            {apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80, targetPort: web}]}}
            ---
            {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, endpoints: [{addresses: [10.0.0.1]}]}
            ---
            {apiVersion: v1, kind: Node, metadata: {name: node}, status: {addresses: [{type: InternalIP, address: 10.0.0.9}]}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: ns}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {ingressClassName: yarp}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: c}, spec: {controller: yarp-gateway.io/controller}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: t}, type: kubernetes.io/tls, data: {tls.crt: YQ==}}
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal(
            ["EndpointSlice default/e", "Ingress default/i", "IngressClass c", "Namespace ns", "Node node", "Secret default/t", "Service default/s"],
            reading.Objects.Select(resource => resource.Reference.ToString()));
        Assert.Equal("web", reading.Objects.OfType<Service>().Single().Spec!.Ports![0].TargetPort!.Value.Text);
        Assert.Equal("10.0.0.9", reading.Objects.OfType<Node>().Single().Status!.Addresses![0].Address);
        Assert.Equal("YQ==", reading.Objects.OfType<Secret>().Single().Data![Secret.CertificateKey]);
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: a}}", "Service default/a")]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: b}}", "Service b/a")]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: ''}}", "Service default/a")]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: null}}", "Service default/a")]
    [InlineData("{apiVersion: v1, kind: Node, metadata: {name: a}}", "Node a")]
    [InlineData("{apiVersion: v1, kind: Node, metadata: {name: a, namespace: b}}", "Node a")]
    public void A_namespaced_object_without_a_namespace_is_in_default(string yaml, string reference) =>
        Assert.Equal(reference, Assert.Single(Yaml.Read(yaml).Objects).Reference.ToString());

    [Fact]
    public void A_list_is_its_items()
    {
        var reading = Yaml.Read("""
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Service
              metadata: {name: a}
            - apiVersion: v1
              kind: List
              items:
              - {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: b}}
            """);
        Assert.Empty(reading.Problems);
        Assert.Equal(["Ingress default/b", "Service default/a"], reading.Objects.Select(resource => resource.Reference.ToString()));
    }

    [Fact]
    public void The_items_of_a_typed_list_need_not_name_their_kind()
    {
        var reading = Yaml.Read("{apiVersion: networking.k8s.io/v1, kind: IngressList, items: [{metadata: {name: a}}, {metadata: {name: b}}]}");
        Assert.Empty(reading.Problems);
        Assert.Equal(["Ingress default/a", "Ingress default/b"], reading.Objects.Select(resource => resource.Reference.ToString()));
    }

    [Fact]
    public void An_item_of_a_list_that_cannot_be_read_costs_no_other()
    {
        var reading = Yaml.Read("""
            apiVersion: v1
            kind: ServiceList
            items:
            - metadata: {name: a}
            - metadata: {}
            - just text
            - metadata: {name: c}
            """);
        Assert.Equal(["Service default/a", "Service default/c"], reading.Objects.Select(resource => resource.Reference.ToString()));
        Assert.Equal(
            ["a.yaml:5:3: Service: metadata.name is missing", "a.yaml:6:3: an item of a ServiceList must be a mapping, not text"],
            reading.Problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: List, items: []}")]
    [InlineData("{apiVersion: v1, kind: List}")]
    [InlineData("{apiVersion: v1, kind: ServiceList, items: null}")]
    public void An_empty_list_gives_nothing(string yaml)
    {
        Assert.Empty(Yaml.Read(yaml).Objects);
        Assert.Empty(Yaml.Read(yaml).Problems);
    }

    [Fact]
    public void Kinds_that_are_not_read_are_named_once_in_a_file()
    {
        var deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}\n---\n";
        var problem = Assert.Single(Yaml.Read(deployment + deployment).Problems);
        Assert.Equal(ConditionSeverity.Info, problem.Severity);
        Assert.Equal("a.yaml:1:1: apps/v1 Deployment is skipped: the gateway does not read this kind", problem.ToString());
    }

    [Fact]
    public void A_known_kind_in_another_version_is_skipped_with_the_version_that_is_read()
    {
        var reading = Yaml.Read("{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: a}}");
        var problem = Assert.Single(reading.Problems);
        Assert.Empty(reading.Objects);
        Assert.Equal(ConditionSeverity.Warning, problem.Severity);
        Assert.Equal("a.yaml:1:1: Ingress default/a: skipped: Ingress is read as networking.k8s.io/v1, not extensions/v1beta1", problem.ToString());
    }

    [Theory]
    [InlineData("just text", "a.yaml:1:1: a manifest must be a mapping with apiVersion and kind, not text")]
    [InlineData("- a\n- b", "a.yaml:1:1: a manifest must be a mapping with apiVersion and kind, not a list")]
    [InlineData("a: 1", "a.yaml:1:1: kind is missing")]
    [InlineData("kind: Service", "a.yaml:1:1: apiVersion is missing")]
    [InlineData("apiVersion: v1\nkind: Service", "a.yaml:1:1: Service: metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata:", "a.yaml:1:1: Service: metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: ''}", "a.yaml:3:18: Service: metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: 5}", "a.yaml:3:18: Service: metadata.name must be text: quote it")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: n}", "a.yaml:3:18: Service: metadata.name must be text: quote it")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {generateName: a-}", "a.yaml:3:12: Service: metadata.generateName is for objects that an API server names; give it a metadata.name")]
    [InlineData("apiVersion: v1\nkind: List\nitems: {}", "a.yaml:3:8: items must be a list, not a mapping")]
    public void What_is_no_object_is_an_error_with_its_place(string yaml, string problem)
    {
        var found = Assert.Single(Yaml.Read(yaml).Problems);
        Assert.Equal(problem, found.ToString());
        Assert.Equal(ConditionSeverity.Error, found.Severity);
    }

    [Theory]
    [InlineData("spec: {ports: [{port: http}]}", "4:23: Service default/a: spec.ports[0].port must be a whole number, not the text \"http\"")]
    [InlineData("spec: {ports: [{port: '80'}]}", "4:23: Service default/a: spec.ports[0].port must be a whole number, not the text \"80\"")]
    [InlineData("spec: {ports: [{port: 80.5}]}", "4:23: Service default/a: spec.ports[0].port must be a whole number, not the number 80.5")]
    [InlineData("spec: {ports: [{port: 99999999999}]}", "4:23: Service default/a: spec.ports[0].port must be a whole number, not the number 99999999999")]
    [InlineData("spec: {ports: [{targetPort: true}]}", "4:29: Service default/a: spec.ports[0].targetPort must be a port number or a port name, not true")]
    [InlineData("spec: {ports: [{targetPort: 80.5}]}", "4:29: Service default/a: spec.ports[0].targetPort must be a port number or a port name, not the number 80.5")]
    [InlineData("spec: {ports: [{targetPort: 99999999999}]}", "4:29: Service default/a: spec.ports[0].targetPort must be a port number or a port name, not the number 99999999999")]
    [InlineData("metadata2: 1\nspec: {loadBalancerSourceRanges: 10.0.0.0/8}", "5:34: Service default/a: spec.loadBalancerSourceRanges must be a list, not the text \"10.0.0.0/8\"")]
    [InlineData("spec: {ports: {port: 80}}", "4:15: Service default/a: spec.ports must be a list, not a mapping")]
    [InlineData("spec: {ports: [80]}", "4:16: Service default/a: spec.ports[0] must be a mapping, not the number 80")]
    [InlineData("spec: {ports: [null]}", "4:16: Service default/a: spec.ports[0] is empty")]
    [InlineData("spec: []", "4:7: Service default/a: spec must be a mapping, not a list")]
    [InlineData("spec: {selector: {app: 5}}", "4:24: Service default/a: spec.selector.app must be text, not the number 5: quote it")]
    [InlineData("spec: {selector: {app: yes}}", "4:24: Service default/a: spec.selector.app must be text, not true: quote it")]
    [InlineData("spec: {publishNotReadyAddresses: 'yes'}", "4:34: Service default/a: spec.publishNotReadyAddresses must be true or false, not the text \"yes\"")]
    [InlineData("spec: {clusterIPs: [10.0.0.1, 5]}", "4:31: Service default/a: spec.clusterIPs[1] must be text, not the number 5: quote it")]
    public void A_value_of_another_type_is_named_by_its_field(string spec, string problem) =>
        Assert.Equal("a.yaml:" + problem, Yaml.Problems($"apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\n{spec}"));

    [Fact]
    public void Every_wrong_value_of_an_object_is_reported()
    {
        var problems = Yaml.Problems("""
            apiVersion: v1
            kind: Service
            metadata:
              name: a
              annotations:
                yarp-gateway.io/slow-start: 30
                fine: "yes"
              creationTimestamp: today
            spec:
              type: 5
            """);
        Assert.Equal("""
            a.yaml:6:33: Service default/a: metadata.annotations['yarp-gateway.io/slow-start'] must be text, not the number 30: quote it
            a.yaml:8:22: Service default/a: metadata.creationTimestamp must be a time such as 2026-01-31T12:00:00Z, not the text "today"
            a.yaml:10:9: Service default/a: spec.type must be text, not the number 5: quote it
            """, problems);
    }

    [Fact]
    public void The_values_of_a_secret_are_in_no_message()
    {
        var problems = Yaml.Problems("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {tls.key: 4711, tls.crt: [4712]}, stringData: {x: !!int s4713}}");
        Assert.DoesNotContain("471", problems, StringComparison.Ordinal);
        problems += Yaml.Problems("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {tls.key: 4711, tls.crt: [4712]}}");
        Assert.DoesNotContain("471", problems, StringComparison.Ordinal);
        Assert.Contains("data['tls.key'] must be text, not a number: quote it", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Nulls_are_as_good_as_absent()
    {
        var reading = Yaml.Read("""
            apiVersion: v1
            kind: Service
            metadata: {name: a, creationTimestamp: null, labels: null, annotations: {x: null}}
            spec: {ports: [{name: null, port: 80, targetPort: null}], selector: ~}
            status:
            """);
        var service = Assert.IsType<Service>(Assert.Single(reading.Objects));
        Assert.Empty(reading.Problems);
        Assert.Null(service.Metadata.CreationTimestamp);
        Assert.Empty(service.Metadata.Annotations!);
        Assert.Null(service.Spec!.Ports![0].TargetPort);
    }

    [Fact]
    public void Fields_that_the_gateway_does_not_know_are_skipped() =>
        Assert.Empty(Yaml.Read("{apiVersion: v1, kind: Service, metadata: {name: a, managedFields: [{x: 5}]}, spec: {new: {deep: [1, [2]]}}}").Problems);

    [Fact]
    public void A_document_that_cannot_be_read_costs_no_other()
    {
        var reading = Yaml.Read("""
            {apiVersion: v1, kind: Service, metadata: {name: a}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: b}, spec: {ports: x}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: c, name: d}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: e}}
            """);
        Assert.Equal(["Service default/a", "Service default/e"], reading.Objects.Select(resource => resource.Reference.ToString()));
        Assert.Equal(["3:68", "5:53"], reading.Problems.Select(problem => $"{problem.Position.Line}:{problem.Position.Column}"));
    }

    [Fact]
    public void Of_two_definitions_the_first_in_path_order_is_used_and_both_places_are_named()
    {
        static string Service(int port) => $"apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec: {{ports: [{{port: {port}}}]}}\n";
        var reading = Yaml.Read(("b.yaml", Service(1)), ("a/z.yaml", $"{Service(2)}---\n{Service(3)}"));

        Assert.Equal(2, Assert.IsType<Service>(Assert.Single(reading.Objects)).Spec!.Ports![0].Port);
        Assert.Equal(
            [
                "a/z.yaml:6:1: Service default/a: is defined before at a/z.yaml:1:1, which is used; this one is not",
                "b.yaml:1:1: Service default/a: is defined before at a/z.yaml:1:1, which is used; this one is not",
            ],
            reading.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void A_Service_that_selects_pods_has_their_endpoints()
    {
        var reading = Yaml.Read("""
            {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {selector: {app: a}, ports: [{port: 80, targetPort: web}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: p, labels: {app: a}}, spec: {containers: [{ports: [{name: web, containerPort: 8080}]}]}, status: {podIP: 10.0.0.1}}
            """);
        var slice = Assert.Single(reading.Objects.OfType<EndpointSlice>());
        Assert.Empty(reading.Problems);
        Assert.Equal(8080, slice.Ports![0].Port);
        Assert.Equal("10.0.0.1", slice.Endpoints![0].Addresses![0]);
        Assert.Equal("a.yaml:1:1", reading.Locate(slice.Reference, "endpoints[0]").ToString());
        Assert.Empty(reading.Objects.OfType<Pod>());
    }

    [Fact]
    public void A_folder_is_read_with_all_below_it_and_a_file_by_itself()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", Manifest.Service("a"));
        folder.Write("deep/er/b.json", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"b"}}""");
        Assert.Equal(["a", "b"], ManifestReader.Read(folder.Path).Objects.Select(resource => resource.Metadata.Name));
        Assert.Equal(["b"], ManifestReader.Read(folder.Combine("deep/er/b.json")).Objects.Select(resource => resource.Metadata.Name));
        Assert.Equal(["a", "b"], ManifestReader.Read([folder.Combine("deep"), folder.Combine("a.yaml")]).Objects.Select(resource => resource.Metadata.Name));
    }

    [Fact]
    public void A_path_with_nothing_there_says_so()
    {
        var error = Assert.Throws<UnreadableManifestsException>(() => ManifestReader.Read("/no/such/folder"));
        Assert.Equal("cannot read the manifests in /no/such/folder: there is no such file or folder", error.Message);
    }
}

using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Tests;

/// <summary>The real kubectl takes the double for a cluster.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private const string Manifests = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec:
          selector: { app: web }
          ports: [{ name: http, port: 80, targetPort: http }]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: web, namespace: shop }
        spec:
          ingressClassName: yarp
          rules:
          - host: web.test
            http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { name: http } } } }] }
        """;

    private ApiServerDouble _server = null!;
    private Kubectl _kubectl = null!;
    private string _file = "";

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServerDouble.StartAsync(new() { GatewayApi = true });
        _kubectl = new(_server);
        _file = _kubectl.Write("web.yaml", Manifests);
        _server.Apply("{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }");
    }

    public async ValueTask DisposeAsync()
    {
        _kubectl?.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Apply_creates_leaves_alone_and_changes()
    {
        Assert.Equal("service/web created\ningress.networking.k8s.io/web created", await _kubectl.RunAsync("apply", "-f", _file));
        var version = _server.Version;
        Assert.Equal("service/web unchanged\ningress.networking.k8s.io/web unchanged", await _kubectl.RunAsync("apply", "-f", _file));
        Assert.Equal(version, _server.Version);
        var changed = _kubectl.Write("changed.yaml", Manifests.Replace("port: 80,", "port: 81,", StringComparison.Ordinal));
        Assert.Equal("service/web configured\ningress.networking.k8s.io/web unchanged", await _kubectl.RunAsync("apply", "-f", changed));

        var ports = _server.Get("Service", "shop", "web")!["spec"]!["ports"]!.AsArray();
        Assert.Equal(81, Assert.Single(ports)!["port"]!.GetValue<int>());
    }

    [Fact]
    public async Task Apply_validates_on_the_server_without_being_told_not_to()
    {
        await _kubectl.RunAsync("apply", "-f", _file);

        Assert.Contains(_server.Requests.All, request => request is { Verb: "create", Resource: "services" } && request.Query("fieldValidation") == "Strict");
    }

    [Fact]
    public async Task Server_side_apply_owns_fields_and_a_conflict_names_who_has_them()
    {
        Assert.Equal(
            "service/web serverside-applied\ningress.networking.k8s.io/web serverside-applied", await _kubectl.RunAsync("apply", "--server-side", "-f", _file));
        var changed = _kubectl.Write("changed.yaml", Manifests.Replace("web.test", "other.test", StringComparison.Ordinal));

        var (code, _, error) = await _kubectl.TryAsync("apply", "--server-side", "--field-manager=other", "-f", changed);
        Assert.Equal(1, code);
        Assert.Contains("conflict with \"kubectl\": .spec.rules", error, StringComparison.Ordinal);
        await _kubectl.RunAsync("apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", changed);

        Assert.Equal("other.test", _server.Get("Ingress", "shop", "web")!["spec"]!["rules"]![0]!["host"]!.GetValue<string>());
    }

    [Fact]
    public async Task Get_prints_a_table_and_the_object_whole()
    {
        await _kubectl.RunAsync("apply", "-f", _file);

        Assert.Matches("^NAME +AGE\nweb +\\d+s$", await _kubectl.RunAsync("get", "svc", "-n", "shop"));
        Assert.Equal("ingress.networking.k8s.io/web", await _kubectl.RunAsync("get", "ing", "-A", "-o", "name"));
        var yaml = await _kubectl.RunAsync("get", "svc", "web", "-n", "shop", "-o", "yaml");
        Assert.Contains("  clusterIP: 10.96.", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("managedFields", yaml, StringComparison.Ordinal);
        Assert.Contains("NotFound", (await _kubectl.TryAsync("get", "svc", "nothing", "-n", "shop")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_watches()
    {
        _server.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: one, namespace: shop } }");
        using var watch = _kubectl.Start("get", "cm", "-n", "shop", "-w", "-o", "name", "--output-watch-events=false");
        Assert.Equal("configmap/one", await watch.StandardOutput.ReadLineAsync(Deadline.Token()));
        await _server.Requests.WaitForAsync(request => request is { IsWatch: true, Resource: "configmaps", Status: 200 }, Deadline.Token());

        _server.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: two, namespace: shop } }");

        Assert.Equal("configmap/two", await watch.StandardOutput.ReadLineAsync(Deadline.Token()));
        watch.Kill();
        await watch.WaitForExitAsync(Deadline.Token());
    }

    [Fact]
    public async Task The_status_is_patched_through_its_subresource()
    {
        await _kubectl.RunAsync("apply", "-f", _file);
        const string patch = """{"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}}""";

        await _kubectl.RunAsync("patch", "ingress", "web", "-n", "shop", "--type=merge", "-p", patch);
        Assert.Null(_server.Get("Ingress", "shop", "web")!["status"]!["loadBalancer"]!["ingress"]);
        await _kubectl.RunAsync("patch", "ingress", "web", "-n", "shop", "--subresource=status", "--type=merge", "-p", patch);

        Assert.Equal("192.0.2.1", await _kubectl.RunAsync("get", "ingress", "web", "-n", "shop", "-o", "jsonpath={.status.loadBalancer.ingress[0].ip}"));
    }

    [Theory]
    [InlineData("strategic", """{"spec":{"ports":[{"port":81,"name":"more"}]}}""", "http more")]
    [InlineData("merge", """{"spec":{"ports":[{"port":81,"name":"more"}]}}""", "more")]
    [InlineData("json", """[{"op":"replace","path":"/spec/ports/0/name","value":"other"}]""", "other")]
    public async Task Patches_of_every_type_are_merged_their_way(string type, string patch, string names)
    {
        await _kubectl.RunAsync("apply", "-f", _file);

        await _kubectl.RunAsync("patch", "svc", "web", "-n", "shop", "--type=" + type, "-p", patch);

        Assert.Equal(names, await _kubectl.RunAsync("get", "svc", "web", "-n", "shop", "-o", "jsonpath={.spec.ports[*].name}"));
    }

    [Fact]
    public async Task Annotations_and_labels_are_set_and_taken_away()
    {
        await _kubectl.RunAsync("apply", "-f", _file);
        await _kubectl.RunAsync("annotate", "svc", "web", "-n", "shop", "a=b");
        await _kubectl.RunAsync("label", "svc", "web", "-n", "shop", "tier=front", "app=web");
        await _kubectl.RunAsync("label", "svc", "web", "-n", "shop", "app-");

        Assert.Equal("service/web", await _kubectl.RunAsync("get", "svc", "-n", "shop", "-l", "tier in (front,back),!app", "-o", "name"));
        Assert.Equal("b", _server.Get("Service", "shop", "web")!["metadata"]!["annotations"]!["a"]!.GetValue<string>());
    }

    [Fact]
    public async Task Delete_removes_what_a_file_or_everything_of_a_kind_names()
    {
        await _kubectl.RunAsync("apply", "-f", _file);
        _server.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: one, namespace: shop } }");
        _server.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: two, namespace: shop } }");

        Assert.Equal("service \"web\" deleted\ningress.networking.k8s.io \"web\" deleted", await _kubectl.RunAsync("delete", "-f", _file));
        Assert.Equal("configmap \"one\" deleted\nconfigmap \"two\" deleted", await _kubectl.RunAsync("delete", "cm", "--all", "-n", "shop"));

        Assert.Empty(_server.List("Service"));
        Assert.Empty(_server.List("ConfigMap"));
    }

    [Fact]
    public async Task A_namespace_goes_with_everything_in_it()
    {
        await _kubectl.RunAsync("create", "namespace", "other");
        await _kubectl.RunAsync("create", "configmap", "one", "-n", "other", "--from-literal=a=b");
        Assert.Equal("b", _server.Get("ConfigMap", "other", "one")!["data"]!["a"]!.GetValue<string>());

        await _kubectl.RunAsync("delete", "namespace", "other");

        Assert.Empty(_server.List("ConfigMap"));
        Assert.Contains("namespaces \"other\" not found", (await _kubectl.TryAsync("create", "cm", "two", "-n", "other")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client")]
    [InlineData("server")]
    public async Task A_dry_run_changes_nothing(string where)
    {
        var version = _server.Version;

        var output = await _kubectl.RunAsync("create", "-f", _file, "--dry-run=" + where, "-o", "json");

        Assert.Equal(version, _server.Version);
        Assert.Equal(where == "server", output.Contains("clusterIP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kinds_are_listed_with_their_short_names_and_custom_ones_come_and_go()
    {
        var resources = await _kubectl.RunAsync("api-resources");
        Assert.Matches("(?m)^services +svc +v1 +true +Service$", resources);
        Assert.Matches("(?m)^gateways +gtw +gateway.networking.k8s.io/v1 +true +Gateway$", resources);
        await _kubectl.RunAsync("apply", "-f", _kubectl.Write("class.yaml", """
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: { name: yarp }
            spec: { controllerName: yarp-gateway.io/controller }
            """));
        Assert.Equal("gatewayclass.gateway.networking.k8s.io/yarp", await _kubectl.RunAsync("get", "gc", "-o", "name"));

        _server.RemoveGatewayApi();

        Assert.NotEqual(0, (await _kubectl.TryAsync("get", "gatewayclasses.v1.gateway.networking.k8s.io")).Code);
    }

    [Fact]
    public async Task What_is_wrong_is_refused_in_the_words_of_the_server()
    {
        var slice = _kubectl.Write("slice.yaml", """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: { name: web-1, namespace: shop }
            addressType: IPv4
            endpoints: [{ addresses: [127.0.0.1] }]
            """);

        var (code, _, error) = await _kubectl.TryAsync("apply", "-f", slice);

        Assert.Equal(1, code);
        Assert.Contains("may not be in the loopback range (127.0.0.0/8, ::1/128)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_is_as_good_as_a_token()
    {
        foreach (var rsa in new[] { false, true })
        {
            _server.WriteKubeconfig(_kubectl.Kubeconfig, _server.IssueClientCertificate("alice", ["developers"], rsa));
            await _kubectl.RunAsync("get", "svc", "-A");
        }

        Assert.Equal(2, _server.Requests.Count(request => request is { User: "alice", Resource: "services" }));
    }

    [Fact]
    public async Task A_user_may_do_what_the_roles_say_and_kubectl_can_ask()
    {
        await using var server = await ApiServerDouble.StartAsync(new() { RoleBasedAccess = true });
        server.Apply("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: { name: reader }
            rules: [{ apiGroups: [""], resources: [services], verbs: [get, list] }]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: { name: reader, namespace: shop }
            roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
            subjects: [{ kind: ServiceAccount, name: gateway, namespace: shop }]
            """);
        server.WriteKubeconfig(_kubectl.Kubeconfig, server.IssueServiceAccountToken("shop", "gateway"));

        Assert.Equal("yes", await _kubectl.RunAsync("auth", "can-i", "list", "services", "-n", "shop"));
        Assert.Equal("no", (await _kubectl.TryAsync("auth", "can-i", "list", "services", "-n", "default")).Output.Trim());
        await _kubectl.RunAsync("get", "svc", "-n", "shop");
        Assert.Contains(
            "User \"system:serviceaccount:shop:gateway\" cannot list resource \"services\" in API group \"\" at the cluster scope",
            (await _kubectl.TryAsync("get", "svc", "-A")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_either_form_are_shown_in_the_other()
    {
        var file = _kubectl.Write("event.yaml", """
            apiVersion: events.k8s.io/v1
            kind: Event
            metadata: { name: web.1, namespace: shop }
            eventTime: "2026-11-22T00:00:00.000000Z"
            reportingController: yarp-gateway.io/controller
            reportingInstance: gw-0
            action: Translate
            reason: InvalidAnnotation
            type: Warning
            note: weight must be 0 to 65535
            regarding: { apiVersion: networking.k8s.io/v1, kind: Ingress, name: web, namespace: shop }
            """);
        await _kubectl.RunAsync("create", "-f", file);

        var core = JsonNode.Parse(await _kubectl.RunAsync("get", "events.v1.", "-n", "shop", "-o", "json", "--field-selector", "involvedObject.name=web"))!;
        Assert.Equal("weight must be 0 to 65535", core["items"]![0]!["message"]!.GetValue<string>());
        var own = JsonNode.Parse(await _kubectl.RunAsync("get", "events.v1.events.k8s.io", "-n", "shop", "-o", "json"))!;
        Assert.Equal("weight must be 0 to 65535", own["items"]![0]!["note"]!.GetValue<string>());
        Assert.Contains("InvalidAnnotation", await _kubectl.RunAsync("events", "-n", "shop"), StringComparison.Ordinal);
    }
}

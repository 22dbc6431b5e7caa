using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Tests;

public sealed class WriteTests : ServerTest
{
    private const string Ingresses = "/apis/networking.k8s.io/v1/namespaces/shop/ingresses";
    private const string Ingress = """
        {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"web"},"spec":{"defaultBackend":{"service":{"name":"web","port":{"number":80}}}},
        "status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.9"}]}}}
        """;

    [Fact]
    public async Task A_new_object_has_an_identity_and_no_status_of_its_maker()
    {
        var made = await Client.SendAsync("POST", Ingresses, Ingress);

        Assert.Equal(201, made.Code);
        var metadata = made.Json["metadata"]!;
        Assert.Equal(("shop", 1, Server.Version.ToString()), (metadata["namespace"]!.GetValue<string>(), metadata["generation"]!.GetValue<int>(), made.Version));
        Assert.True(Guid.TryParse(metadata["uid"]!.GetValue<string>(), out _));
        Assert.Equal("""{"loadBalancer":{}}""", made.Json["status"]!.ToJsonString());
    }

    [Fact]
    public async Task The_generation_counts_changes_of_the_spec_alone()
    {
        await Client.SendAsync("POST", Ingresses, Ingress);

        Assert.Equal(1, await GenerationAfterAsync("", """{"metadata":{"labels":{"a":"b"}}}"""));
        Assert.Equal(1, await GenerationAfterAsync("/status", """{"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}}"""));
        Assert.Equal(2, await GenerationAfterAsync("", """{"spec":{"ingressClassName":"yarp"}}"""));
        Assert.Equal(2, await GenerationAfterAsync("", """{"spec":{"ingressClassName":"yarp"}}"""));
    }

    [Fact]
    public async Task A_slice_counts_generations_though_it_has_no_spec_and_a_service_does_not_though_it_has_one()
    {
        Server.Apply("""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: { name: web-1, namespace: shop }
            addressType: IPv4
            endpoints: [{ addresses: [10.244.0.1] }]
            """);
        Service("web");
        Server.Change("EndpointSlice", "shop", "web-1", slice => slice["metadata"]!["labels"] = new JsonObject { ["a"] = "b" });
        Assert.Equal(1, Server.Get("EndpointSlice", "shop", "web-1")!["metadata"]!["generation"]!.GetValue<int>());
        Server.Change("EndpointSlice", "shop", "web-1", slice => slice["endpoints"]![0]!["addresses"]![0] = "10.244.0.2");

        Assert.Equal(2, Server.Get("EndpointSlice", "shop", "web-1")!["metadata"]!["generation"]!.GetValue<int>());
        Assert.Null(Server.Get("Service", "shop", "web")!["metadata"]!["generation"]);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_is_no_write()
    {
        await Client.SendAsync("POST", Ingresses, Ingress);
        var version = Server.Version;
        var whole = (await Client.GetAsync(Ingresses + "/web")).Text;

        Assert.Equal(200, (await Client.SendAsync("PUT", Ingresses + "/web", whole)).Code);
        Assert.Equal(version, Server.Version);
    }

    [Fact]
    public async Task The_object_and_its_status_are_written_by_two_ways()
    {
        await Client.SendAsync("POST", Ingresses, Ingress);
        var value = (await Client.GetAsync(Ingresses + "/web")).Json;
        value["spec"]!["ingressClassName"] = "changed";
        value["status"]!["loadBalancer"]!["ingress"] = new JsonArray(new JsonObject { ["ip"] = "192.0.2.1" });

        var byObject = await Client.SendAsync("PUT", Ingresses + "/web", value.ToJsonString());
        Assert.Equal(("changed", null), (byObject.Json["spec"]!["ingressClassName"]!.GetValue<string>(), byObject.Json["status"]!["loadBalancer"]!["ingress"]));

        value["metadata"]!["resourceVersion"] = byObject.Version;
        value["spec"]!["ingressClassName"] = "ignored";
        var byStatus = await Client.SendAsync("PUT", Ingresses + "/web/status", value.ToJsonString());
        Assert.Equal("changed", byStatus.Json["spec"]!["ingressClassName"]!.GetValue<string>());
        Assert.Equal("192.0.2.1", byStatus.Json["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("PUT", "application/json", """{"metadata":{"name":"web","resourceVersion":"1"}}""")]
    [InlineData("PATCH", "application/merge-patch+json", """{"metadata":{"resourceVersion":"1"}}""")]
    [InlineData("PATCH", "application/merge-patch+json", """{"metadata":{"uid":"00000000-0000-0000-0000-000000000000"}}""")]
    public async Task A_write_of_what_was_changed_meanwhile_is_a_conflict(string method, string type, string body)
    {
        await Client.SendAsync("POST", Ingresses, Ingress);

        var refused = await Client.SendAsync(method, Ingresses + "/web", body, type);

        Assert.Equal((409, "Conflict"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task A_lease_is_replaced_only_by_who_knows_its_version()
    {
        const string path = "/apis/coordination.k8s.io/v1/namespaces/shop/leases";
        const string lease = """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"gateway"},"spec":{"holderIdentity":"a"}}""";
        var made = await Client.SendAsync("POST", path, lease);
        Assert.Equal(422, (await Client.SendAsync("PUT", path + "/gateway", lease)).Code);
        var value = made.Json;
        value["spec"]!["holderIdentity"] = "b";
        Assert.Equal(200, (await Client.SendAsync("PUT", path + "/gateway", value.ToJsonString())).Code);
        value["spec"]!["holderIdentity"] = "c";

        Assert.Equal(409, (await Client.SendAsync("PUT", path + "/gateway", value.ToJsonString())).Code);
        Assert.Equal(201, (await Client.SendAsync("PUT", path + "/other", lease.Replace("gateway", "other", StringComparison.Ordinal))).Code);
    }

    [Fact]
    public async Task A_name_is_generated_from_its_beginning()
    {
        var made = await Client.SendAsync("POST", "/api/v1/namespaces/shop/configmaps", """{"metadata":{"generateName":"map-"}}""");

        Assert.Matches("^map-[a-z0-9]{5}$", made.Json["metadata"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/api/v1/namespaces/shop/configmaps", """{"metadata":{"name":"Not_A_Name"}}""", 422)]
    [InlineData("/api/v1/namespaces/shop/services", """{"metadata":{"name":"1st"},"spec":{"ports":[{"port":80}]}}""", 422)]
    [InlineData("/api/v1/namespaces/shop/services", """{"metadata":{"name":"a"},"spec":{"ports":[]}}""", 422)]
    [InlineData("/api/v1/namespaces/nowhere/configmaps", """{"metadata":{"name":"a"}}""", 404)]
    [InlineData("/api/v1/namespaces/shop/configmaps", """{"metadata":{"name":"a","namespace":"other"}}""", 400)]
    [InlineData("/api/v1/namespaces/shop/configmaps", """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"}}""", 400)]
    [InlineData("/api/v1/namespaces/shop/configmaps", "{", 400)]
    [InlineData("/api/v1/namespaces/shop/gadgets", """{"metadata":{"name":"a"}}""", 404)]
    [InlineData("/apis/events.k8s.io/v1/namespaces/shop/events", """{"metadata":{"name":"a"},"regarding":{"namespace":"shop"},"note":"no reason"}""", 422)]
    public async Task What_a_server_would_not_take_is_refused(string path, string body, int code) =>
        Assert.Equal(code, (await Client.SendAsync("POST", path, body)).Code);

    [Fact]
    public async Task A_body_is_limited_in_size()
    {
        var body = $$$"""{"metadata":{"name":"a"},"data":{"a":"{{{new string('x', 3 * 1024 * 1024)}}}"}}""";

        Assert.Equal(413, (await Client.SendAsync("POST", "/api/v1/namespaces/shop/configmaps", body)).Code);
    }

    [Fact]
    public async Task A_service_keeps_what_it_was_given_when_it_is_written_without()
    {
        Service("web");
        var address = Server.Get("Service", "shop", "web")!["spec"]!["clusterIP"]!.GetValue<string>();

        var put = await Client.SendAsync(
            "PUT", "/api/v1/namespaces/shop/services/web", """{"metadata":{"name":"web"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""");

        Assert.Equal(address, put.Json["spec"]!["clusterIP"]!.GetValue<string>());
        Assert.InRange(put.Json["spec"]!["ports"]![0]!["nodePort"]!.GetValue<int>(), 30000, 32767);
    }

    [Fact]
    public async Task An_object_with_finalizers_stays_until_the_last_is_gone()
    {
        await Client.SendAsync("POST", "/api/v1/namespaces/shop/configmaps", """{"metadata":{"name":"a","finalizers":["test/one"]}}""");
        var marked = await Client.SendAsync("DELETE", "/api/v1/namespaces/shop/configmaps/a");
        Assert.NotNull(marked.Json["metadata"]!["deletionTimestamp"]);
        Assert.NotNull(Server.Get("ConfigMap", "shop", "a"));

        await Client.SendAsync("PATCH", "/api/v1/namespaces/shop/configmaps/a", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");

        Assert.Null(Server.Get("ConfigMap", "shop", "a"));
    }

    [Fact]
    public async Task A_deletion_may_insist_on_an_identity()
    {
        Map("a", "one");
        const string body = """{"preconditions":{"uid":"00000000-0000-0000-0000-000000000000"}}""";

        Assert.Equal(409, (await Client.SendAsync("DELETE", "/api/v1/namespaces/shop/configmaps/a", body)).Code);
        var deleted = await Client.SendAsync("DELETE", "/api/v1/namespaces/shop/configmaps/a");
        Assert.Equal("Success", deleted.Json["status"]!.GetValue<string>());
        Assert.Equal(404, (await Client.SendAsync("DELETE", "/api/v1/namespaces/shop/configmaps/a")).Code);
    }

    [Fact]
    public async Task A_collection_is_deleted_by_selector()
    {
        Map("a", "one");
        Map("b", "two");

        var deleted = await Client.SendAsync("DELETE", "/api/v1/namespaces/shop/configmaps?labelSelector=value%3Done");

        Assert.Equal("a", Assert.Single(Names(deleted.Json)));
        Assert.Equal("b", Assert.Single(Server.List("ConfigMap"))["metadata"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everything_that_is_stored_says_who_wrote_it()
    {
        Service("web");
        Map("a", "one");

        foreach (var kind in new[] { "Service", "ConfigMap", "Namespace" })
            Assert.All(Server.List(kind), value => Assert.NotEmpty(value["metadata"]!["managedFields"]!.AsArray()));
        await Task.CompletedTask;
    }

    private async Task<int> GenerationAfterAsync(string subresource, string patch) =>
        (await Client.SendAsync("PATCH", Ingresses + "/web" + subresource, patch, "application/merge-patch+json")).Json["metadata"]!["generation"]!.GetValue<int>();
}

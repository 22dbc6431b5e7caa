namespace Gateway.ApiServer.Tests;

public sealed class AccessTests : ServerTest
{
    protected override ApiServerOptions Options => new() { RoleBasedAccess = true };

    [Fact]
    public async Task Who_has_no_role_may_ask_who_the_server_is_and_nothing_else()
    {
        using var client = new ApiTestClient(Server, Server.IssueServiceAccountToken("shop", "gateway"));

        Assert.Equal(200, (await client.GetAsync("/version")).Code);
        Assert.Equal(200, (await client.GetAsync("/apis/networking.k8s.io/v1")).Code);
        Assert.Equal(403, (await client.GetAsync("/api/v1/services")).Code);
        Assert.Equal(403, (await client.GetAsync("/metrics")).Code);
    }

    [Fact]
    public async Task A_role_in_a_namespace_allows_what_it_says_there()
    {
        Server.Apply("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: { name: gateway, namespace: shop }
            rules:
            - { apiGroups: [""], resources: [services], verbs: [list, watch] }
            - { apiGroups: [""], resources: [services/status], verbs: [patch] }
            - { apiGroups: [""], resources: [secrets], verbs: [get, list], resourceNames: [tls] }
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: { name: gateway, namespace: shop }
            roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: gateway }
            subjects: [{ kind: Group, name: "system:serviceaccounts:shop" }]
            """);
        Service("web");
        Server.Apply("{ apiVersion: v1, kind: Secret, metadata: { name: tls, namespace: shop } }");
        using var client = new ApiTestClient(Server, Server.IssueServiceAccountToken("shop", "gateway"));
        const string services = "/api/v1/namespaces/shop/services";
        const string merge = "application/merge-patch+json";

        Assert.Equal(200, (await client.GetAsync(services)).Code);
        Assert.Equal(403, (await client.GetAsync(services + "/web")).Code);
        Assert.Equal(403, (await client.GetAsync("/api/v1/namespaces/default/services")).Code);
        Assert.Equal(200, (await client.SendAsync("PATCH", services + "/web/status", "{}", merge)).Code);
        Assert.Equal(403, (await client.SendAsync("PATCH", services + "/web", "{}", merge)).Code);
        Assert.Equal(200, (await client.GetAsync("/api/v1/namespaces/shop/secrets/tls")).Code);
        Assert.Equal(403, (await client.GetAsync("/api/v1/namespaces/shop/secrets/other")).Code);
        Assert.Equal(403, (await client.GetAsync("/api/v1/namespaces/shop/secrets")).Code);
        Assert.Equal(200, (await client.GetAsync("/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Dtls")).Code);
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.ApiServer.Tests;

public sealed class SecurityTests : ServerTest
{
    [Fact]
    public async Task A_token_is_good_until_it_is_revoked()
    {
        var token = Server.IssueToken("alice", "developers");
        using var client = new ApiTestClient(Server, token);
        Assert.Equal(200, (await client.GetAsync("/api/v1/services")).Code);
        Assert.Equal("alice", Server.Requests.All[^1].User);

        Server.RevokeToken(token);

        Assert.Equal((401, "Unauthorized"), await client.GetAsync("/api/v1/services") is var answer ? (answer.Code, answer.Reason) : default);
        Assert.Null(Server.Requests.All[^1].User);
    }

    [Fact]
    public async Task A_password_is_as_good_as_a_token_where_it_is_accepted()
    {
        Client.Authorization = new("Basic", Convert.ToBase64String("alice:secret"u8));
        Assert.Equal(401, (await Client.GetAsync("/version")).Code);

        Server.AcceptPassword("alice", "secret");

        Assert.Equal(200, (await Client.GetAsync("/version")).Code);
        Client.Authorization = new("Basic", Convert.ToBase64String("alice:wrong"u8));
        Assert.Equal(401, (await Client.GetAsync("/version")).Code);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_nobodys()
    {
        using var other = new Security.Authority("kubernetes-clients");
        var stranger = other.IssueClient("alice", ["system:masters"]);
        using var certificate = Load(stranger);
        using var client = new ApiTestClient(Server, certificate: certificate);
        Assert.Equal(401, (await client.GetAsync("/api/v1/services")).Code);

        using var own = Load(Server.IssueClientCertificate("alice", ["developers"]));
        using var known = new ApiTestClient(Server, certificate: own);
        Assert.Equal(200, (await known.GetAsync("/api/v1/services")).Code);
    }

    [Fact]
    public async Task A_new_certificate_of_the_same_authority_is_trusted_and_of_a_new_one_is_not()
    {
        await Client.GetAsync("/version");
        Server.RotateCertificate();
        Server.Faults.ResetConnections();
        using var again = new ApiTestClient(Server);
        Assert.Equal(200, (await again.GetAsync("/version")).Code);
        var old = Server.AuthorityPem;

        Server.RotateAuthority();
        Server.Faults.ResetConnections();

        Assert.NotEqual(old, Server.AuthorityPem);
        await Assert.ThrowsAsync<HttpRequestException>(() => again.GetAsync("/version"));
        using var anew = new ApiTestClient(Server);
        Assert.Equal(200, (await anew.GetAsync("/version")).Code);
    }

    [Fact]
    public async Task Client_certificates_outlive_the_authority_of_the_server()
    {
        using var certificate = Load(Server.IssueClientCertificate("alice", []));

        Server.RotateAuthority();

        using var client = new ApiTestClient(Server, certificate: certificate);
        Assert.Equal(200, (await client.GetAsync("/version")).Code);
    }

    [Fact]
    public async Task It_listens_on_the_other_family_of_addresses_too()
    {
        await using var server = await ApiServerDouble.StartAsync(new() { Address = IPAddress.IPv6Loopback });
        using var client = new ApiTestClient(server);

        Assert.StartsWith("https://[::1]:", server.Address.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (await client.GetAsync("/version")).Code);
    }

    [Fact]
    public async Task A_pod_finds_its_token_and_the_authority_in_a_folder()
    {
        var folder = Directory.CreateTempSubdirectory("account-").FullName;
        Server.WriteServiceAccount(folder, "shop", "gateway");
        using var client = new ApiTestClient(
            Server.Address, await File.ReadAllTextAsync(Path.Combine(folder, "ca.crt")), await File.ReadAllTextAsync(Path.Combine(folder, "token")));

        await client.GetAsync("/version");

        Assert.Equal("system:serviceaccount:shop:gateway", Server.Requests.All[^1].User);
        Directory.Delete(folder, recursive: true);
    }

    private static X509Certificate2 Load(Security.ClientCertificate certificate)
    {
        using var pem = X509Certificate2.CreateFromPem(certificate.CertificatePem, certificate.KeyPem);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}

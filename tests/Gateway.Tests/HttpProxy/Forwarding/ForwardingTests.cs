using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.HttpProxy.Forwarding;

public sealed class ForwardingTests
{
    [Fact]
    public async Task A_request_reaches_the_backend_and_its_answer_the_client()
    {
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 201;
            context.Response.Headers["X-From"] = "backend";
            context.Response.Headers.Server = "backend/1";
            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient();

        using var response = await client.PutAsync(gateway.Http("/a/b?c=d"), new StringContent("x"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("backend", response.Headers.GetValues("X-From").Single());
        Assert.Equal("backend/1", response.Headers.Server.ToString());
        Assert.Equal("PUT /a/b?c=d", await response.Content.ReadAsStringAsync());
    }
}

using System.Net;
using Microsoft.Extensions.Hosting;

namespace Gateway.Measuring;

/// <summary>The pods of every Service: answers with the address that the request came to.</summary>
internal static class Upstream
{
    /// <summary>Listens on a free port of every address, prints the port, and serves until its input is closed.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, 0));
        await using var app = builder.Build();
        app.Run(async context =>
        {
            var address = context.Connection.LocalIpAddress!.ToString();
            context.Response.ContentLength = address.Length;
            await context.Response.WriteAsync(address, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        await Console.In.ReadToEndAsync(cancellationToken);
    }
}

using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Hosting;

/// <summary>A server of HTTP in clear with one listener and nothing else in it: no configuration, no logs, no signals.</summary>
internal static class SmallServer
{
    public static WebApplication Build(IPEndPoint listen, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Of every address, IPv4 alone will do on a machine without IPv6.
            if (listen.Address.Equals(IPAddress.IPv6Any))
                kestrel.ListenAnyIP(listen.Port, Configure);
            else
                kestrel.Listen(listen, Configure);
        });
        return builder.Build();

        void Configure(ListenOptions listener) => listener.Protocols = protocols;
    }

    /// <summary>Starts it and says where it listens.</summary>
    /// <exception cref="ListenException">The address cannot be had.</exception>
    public static async Task<IPEndPoint> StartAsync(WebApplication app, IPEndPoint listen, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception error) when (ListenException.Explain(error) is { } reason)
        {
            throw new ListenException(listen.ToString(), reason, error);
        }
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new(listen.Address, BindingAddress.Parse(address).Port);
    }

    /// <summary>Signals are for the gateway as a whole.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

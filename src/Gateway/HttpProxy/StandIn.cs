using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.HttpProxy;

// STAND-IN
internal static class HttpProxyRoom
{
    public static void AddHttpProxy(this WebApplicationBuilder builder, HttpProxyOptions options)
    {
        builder.Services.AddSingleton<HttpProxyTarget>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => { k.ListenAnyIP(options.HttpPort); k.ListenAnyIP(options.HttpsPort); });
    }

    public static void UseHttpProxy(this WebApplication app) => app.Run(c => c.Response.WriteAsync("stand-in"));
}

internal sealed class HttpProxyTarget : IStateTarget
{
    public string Name => "http";
    public ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken) => default;
}

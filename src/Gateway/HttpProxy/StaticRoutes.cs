using Gateway.HttpProxy.LoadBalancing;

namespace Gateway.HttpProxy;

/// <summary>
/// The routes of a user's own <c>ReverseProxy</c> section, in YARP's format and served by YARP's own middleware, with our policies beside its
/// own. Absent a section at the start, nothing but the policies is in the process.
/// </summary>
internal static class StaticRoutes
{
    private const string Section = "ReverseProxy";

    public static void Add(WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Section);
        if (!section.Exists())
            return;
        builder.Services.AddReverseProxy().LoadFromConfig(section).AddGatewayLoadBalancing();
    }

    /// <exception cref="InvalidOperationException">The section is not valid; the message says where.</exception>
    public static void Use(WebApplication app)
    {
        if (!app.Configuration.GetSection(Section).Exists())
            return;
        app.UseRouting();
        try
        {
            app.MapReverseProxy(proxy =>
            {
                proxy.UseSessionAffinity();
                proxy.UseLoadBalancing();
                proxy.UseMiddleware<ActiveRequestsMiddleware>();
                proxy.UsePassiveHealthChecks();
            });
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidOperationException($"The configuration section {Section} is not valid: {Reasons(error)}", error);
        }
        app.UseEndpoints(_ => { });
    }

    private static string Reasons(Exception error) => error.InnerException switch
    {
        AggregateException many => string.Join("; ", many.InnerExceptions.Select(one => one.Message)),
        { } one => one.Message,
        null => error.Message,
    };
}

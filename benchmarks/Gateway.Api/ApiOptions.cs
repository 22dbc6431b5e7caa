namespace Gateway.Api;

/// <summary>What is measured.</summary>
/// <param name="Services">Each with one EndpointSlice.</param>
/// <param name="Ingresses">One host each, to the first of the Services.</param>
/// <param name="Rate">Endpoint changes a second.</param>
/// <param name="Probes">How many of these are waited for in the answers.</param>
/// <param name="Starts">How often the gateway is started from nothing, with each way of listing.</param>
/// <param name="Gateway">The folder of the gateway's build.</param>
internal sealed record ApiOptions(
    int Services, int Endpoints, int Ingresses, int Rate, int Probes, int Seconds, int Starts, string Gateway)
{
    /// <summary>The shortest run that does everything.</summary>
    public ApiOptions Quick() => this with { Services = 500, Ingresses = 250, Rate = 200, Seconds = 10, Starts = 1 };
}

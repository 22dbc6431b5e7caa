using System.Net;

namespace Gateway.Health;

internal sealed record HealthOptions(IPEndPoint Listen);

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gateway.HttpProxy.Clusters;
using Gateway.HttpProxy.Forwarding;
using Gateway.HttpProxy.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy;

/// <summary>The numbers of the HTTP plane. Free while nobody listens.</summary>
internal sealed class HttpProxyMetrics : IDisposable
{
    private static readonly string[] StatusClasses = ["", "1xx", "2xx", "3xx", "4xx", "5xx"];

    private readonly Meter _meter = new(HttpProxyTelemetry.Name);
    private readonly Counter<long> _requests;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _picks;
    private readonly UpDownCounter<long> _active;

    public HttpProxyMetrics(PlaneSize size, UpgradedConnections upgraded)
    {
        _requests = _meter.CreateCounter<long>(
            "gateway.http.requests", "{request}", "Requests that a route took, by the object that asked for the route and class of status");
        _attempts = _meter.CreateCounter<long>(
            "gateway.http.attempts", "{attempt}", "Requests sent to a backend, tries on another one included, by cluster and outcome");
        _picks = _meter.CreateCounter<long>("gateway.http.picks", "{pick}", "Backends chosen, by cluster");
        _active = _meter.CreateUpDownCounter<long>(
            "gateway.http.active_requests", "{request}", "Requests that a route has taken and that have not ended");
        _meter.CreateObservableGauge("gateway.http.upgraded_connections", () => upgraded.Count, "{connection}", "WebSockets open");
        _meter.CreateObservableGauge("gateway.http.table.hosts", () => size.Hosts, "{host}", "Hosts with routes");
        _meter.CreateObservableGauge("gateway.http.table.routes", () => size.Routes, "{route}", "Routes");
        _meter.CreateObservableGauge("gateway.http.table.clusters", () => size.Clusters, "{cluster}", "Clusters");
        _meter.CreateObservableGauge("gateway.http.table.destinations", () => size.Destinations, "{destination}", "Backends of all clusters");
        _meter.CreateObservableGauge("gateway.http.table.certificates", () => size.Certificates, "{certificate}", "Server names with a certificate");
    }

    public bool MeasuresRequests => _requests.Enabled || _active.Enabled;

    public void Begin() => _active.Add(1);

    public void End(ProxyRoute route, int status)
    {
        _active.Add(-1);
        if (!_requests.Enabled)
            return;
        var statusClass = StatusClasses[Math.Clamp(status / 100, 0, 5)];
        _requests.Add(1, new TagList { { "source", route.Definition.Source.ToString() }, { "status", statusClass } });
    }

    public void Picked(ProxyCluster cluster)
    {
        if (_picks.Enabled)
            _picks.Add(1, new KeyValuePair<string, object?>("cluster", cluster.Name.ToString()));
    }

    public void Attempted(ProxyCluster cluster, ForwarderError error)
    {
        if (_attempts.Enabled)
            _attempts.Add(1, new TagList { { "cluster", cluster.Name.ToString() }, { "outcome", error.ToString() } });
    }

    public void Dispose() => _meter.Dispose();
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gateway.ClusterStatus;
using Gateway.ClusterStatus.Pacing;
using Gateway.KubernetesApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.ClusterStatus.Pacing;

public sealed class FlowControlTests
{
    [Fact]
    public void What_is_written_and_what_is_not_is_counted_by_kind_and_reason()
    {
        var what = $"notes-{Guid.NewGuid():N}";
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == ClusterStatusTelemetry.Name)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counts.AddOrUpdate(string.Join(' ', tags.ToArray().Select(tag => tag.Value)), value, (_, sum) => sum + value));
        listener.Start();
        var flow = new FlowControl(what, 20, 50, TimeProvider.System, new Random(1), NullLogger.Instance);

        flow.Succeeded("Ingress", "shop");
        flow.Succeeded("Ingress", "shop");
        flow.DelayAfter(new ApiException(ApiFailure.Conflict, "PATCH /x", "it was changed"), "Service", "shop", 1);

        Assert.Equal(2, counts[$"{what} Ingress written"]);
        Assert.Equal(1, counts[$"{what} Service Conflict"]);
    }
}

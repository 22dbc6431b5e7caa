using System.Text;
using Gateway.KubernetesApi;
using Gateway.KubernetesApi.Watching;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.KubernetesApi.Watching;

public sealed class WatchStreamTests
{
    private static readonly string Events = string.Join('\n',
        """{"type":"ADDED","object":{"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"shop","resourceVersion":"7"},"spec":{"type":"ExternalName","externalName":"a.test"}}}""",
        """{"object":{"metadata":{"name":"web","namespace":"shop","resourceVersion":"8"},"spec":{"externalName":"b.test"}},"type":"MODIFIED"}""",
        "",
        """{"type":"DELETED","object":{"metadata":{"name":"web","namespace":"shop","resourceVersion":"9"}}}""",
        """{"type":"BOOKMARK","object":{"kind":"Service","apiVersion":"v1","metadata":{"resourceVersion":"12","annotations":{"k8s.io/initial-events-end":"true"}},"spec":{},"status":{"loadBalancer":{}}}}""",
        """{"type":"BOOKMARK","object":{"kind":"Service","apiVersion":"v1","metadata":{"resourceVersion":"15"},"spec":{}}}""",
        """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (378)","reason":"Expired","code":410}}""") + "\n";

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public async Task Events_are_read_however_they_are_cut(int piece)
    {
        var events = await ReadAllAsync(Events, piece);

        Assert.Equal(
            [WatchEventType.Upsert, WatchEventType.Upsert, WatchEventType.Delete, WatchEventType.InitialEventsEnd, WatchEventType.Bookmark, WatchEventType.Error],
            events.Select(happened => happened.Type));
        Assert.Equal(["7", "8", "9", "12", "15", null], events.Select(happened => happened.Version));
        Assert.Equal("b.test", Assert.IsType<Service>(events[1].Object).Spec!.ExternalName);
        Assert.Equal(new ObjectReference("Service", new("shop", "web")), events[2].Reference);
        Assert.Equal(("Expired", 410), (events[5].Status!.Reason, events[5].Status!.Code));
    }

    [Fact]
    public async Task An_event_that_is_cut_off_did_not_happen()
    {
        var events = await ReadAllAsync(Events[..(Events.IndexOf("DELETED", StringComparison.Ordinal) + 20)], 100);

        Assert.Equal(2, events.Count);
    }

    [Fact]
    public async Task An_object_of_wrong_types_is_told_and_the_next_is_read()
    {
        var events = await ReadAllAsync("""
            {"type":"MODIFIED","object":{"metadata":{"name":"web","namespace":"shop","resourceVersion":"7"},"spec":{"ports":{}}}}
            {"type":"DELETED","object":{"metadata":{"name":"api","namespace":"shop","resourceVersion":"8"},"spec":{"ports":{}}}}

            """);

        Assert.Equal((WatchEventType.Unreadable, "7", "spec.ports is not what a Service has there"), (events[0].Type, events[0].Version, events[0].Fault));
        Assert.Equal((WatchEventType.Delete, "8"), (events[1].Type, events[1].Version));
        Assert.Equal(new NamespacedName("shop", "api"), events[1].Reference.Name);
    }

    [Theory]
    [InlineData("<html>\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n")]
    [InlineData("{\"type\":\"RENAMED\",\"object\":{}}\n")]
    [InlineData("{\"type\":5,\"object\":{}}\n")]
    public async Task What_is_no_event_ends_the_watch(string body)
    {
        var error = await Assert.ThrowsAsync<ApiException>(() => ReadAllAsync(body));

        Assert.Equal(ApiFailure.Garbage, error.Failure);
    }

    [Fact]
    public async Task A_watch_that_stands_still_is_given_up()
    {
        var time = new ManualTime();
        using var silence = new Silence(Encoding.UTF8.GetBytes("""{"type":"ADD"""));
        await using var pipe = await PatientPipe.OpenAsync(new HttpResponseMessage { Content = new StreamContent(silence) }, "watch services", time, default);
        var reading = new WatchStream(pipe, Answers.Kind("Service"), new()).ReadAsync([], default).AsTask();
        await silence.IsSilent;

        time.Advance(new WatchTimings().StallTimeout);

        var error = await Assert.ThrowsAsync<ApiException>(() => reading.WaitAsync(Answers.Patience));
        Assert.Equal((ApiFailure.Unreachable, "watch services"), (error.Failure, error.Request));
    }

    private static async Task<List<WatchEvent>> ReadAllAsync(string body, int piece = int.MaxValue)
    {
        await using var pipe = await Answers.PipeAsync(body, piece);
        var stream = new WatchStream(pipe, Answers.Kind("Service"), new());
        var (all, batch) = (new List<WatchEvent>(), new List<WatchEvent>());
        while (await stream.ReadAsync(batch, default))
        {
            all.AddRange(batch);
            batch.Clear();
        }
        return all;
    }

    /// <summary>Some bytes, and then nothing, for ever.</summary>
    private sealed class Silence(byte[] first) : MemoryStream(first)
    {
        private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsSilent => _silent.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
                return Read(buffer.Span);
            _silent.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}

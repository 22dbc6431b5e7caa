using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.KubernetesApi.Objects;
using Gateway.Model.Resources;

namespace Gateway.Tests.KubernetesApi.Objects;

public sealed class ApiJsonTests
{
    private const string Slice = """
        {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"web-lp28z","generateName":"web-","namespace":"shop","uid":"7f07a216",
         "resourceVersion":"335","generation":4,"creationTimestamp":"2026-11-22T07:51:20Z",
         "labels":{"endpointslice.kubernetes.io/managed-by":"endpointslice-controller.k8s.io","kubernetes.io/service-name":"web","app":"web","team":"blue"},
         "annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"2026-11-22T07:51:20Z","yarp-gateway.io/weight":"3"},
         "ownerReferences":[{"apiVersion":"v1","kind":"Service","name":"web","uid":"13ad6db1","controller":true}],
         "managedFields":[{"manager":"kube-controller-manager","operation":"Update","fieldsV1":{"f:endpoints":{}}}]},
         "addressType":"IPv4",
         "endpoints":[
           {"addresses":["10.244.1.5"],"conditions":{"ready":true,"serving":true,"terminating":false},"targetRef":{"kind":"Pod","namespace":"shop","name":"web-1"},"nodeName":"node-1","zone":"a","hints":{"forZones":[{"name":"a"}]}},
           {"addresses":["10.244.2.5"],"conditions":{"ready":false,"serving":true,"terminating":true},"nodeName":"node-2","zone":"b","hostname":"web-0"},
           {"addresses":["10.244.3.5"],"conditions":{}},
           {"addresses":["10.244.4.5"]}],
         "ports":[{"name":"http","protocol":"TCP","port":8080,"appProtocol":"http"}]}
        """;

    [Fact]
    public void What_is_read_is_what_the_model_reads_but_for_keys_that_nobody_reads()
    {
        var expected = JsonSerializer.Deserialize(Slice, ResourceJson.Default.EndpointSlice)!;
        expected = expected with
        {
            Metadata = expected.Metadata with
            {
                Labels = expected.Metadata.Labels!.Where(pair => pair.Key.Contains("kubernetes.io/", StringComparison.Ordinal)).ToDictionary(),
                Annotations = new Dictionary<string, string> { ["yarp-gateway.io/weight"] = "3" },
            },
        };

        Assert.Equal(Json(expected), Json(Read<EndpointSlice>(Slice)));
    }

    [Fact]
    public void What_is_read_does_not_depend_on_where_a_buffer_ends()
    {
        var bytes = Encoding.UTF8.GetBytes(Slice);
        var whole = Json(Read<EndpointSlice>(Slice));
        var type = ApiJson.For<EndpointSlice>(new());

        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var reader = new Utf8JsonReader(Segment.Cut(bytes, cut));
            Assert.Equal((cut, whole), (cut, Json(JsonSerializer.Deserialize(ref reader, type)!)));
        }
    }

    [Fact]
    public void A_key_with_escapes_is_the_same_key() =>
        Assert.Equal("web", Read<EndpointSlice>("""{"metadata":{"labels":{"kubernetes.io\/service-name":"web","app\/x":"y"}}}""").Metadata.Labels!.Single().Value);

    [Fact]
    public void An_ingress_keeps_its_class_and_a_class_its_mark()
    {
        var ingress = Read<Ingress>("""{"metadata":{"name":"a","annotations":{"kubernetes.io/ingress.class":"yarp","kubectl.kubernetes.io/last-applied-configuration":"{}","note":"x"}}}""");
        var ingressClass = Read<IngressClass>("""{"metadata":{"name":"yarp","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"}}}""");

        Assert.Equal(["kubernetes.io/ingress.class"], ingress.Metadata.Annotations!.Keys);
        Assert.Equal("true", ingressClass.Annotation(IngressClass.IsDefaultAnnotation));
    }

    [Fact]
    public void Texts_that_repeat_are_one()
    {
        var pool = new StringPool();
        var (first, second) = (Read<EndpointSlice>(Slice, pool), Read<EndpointSlice>(Slice, pool));

        Assert.Same(first.Endpoints![0].NodeName, second.Endpoints![0].NodeName);
        Assert.Same(first.Ports![0].Protocol, second.Ports![0].Protocol);
        Assert.Same(first.Metadata.Namespace, second.Metadata.Namespace);
        Assert.Same(first.Metadata.Labels!.Keys.First(), second.Metadata.Labels!.Keys.First());
        Assert.Same(first.Endpoints[1].Conditions, second.Endpoints[1].Conditions);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("käse")]
    [InlineData("")]
    [InlineData("a text that is longer than any name, zone, protocol or label would be in a cluster")]
    public void A_pool_gives_back_what_it_is_given(string text)
    {
        var pool = new StringPool();
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal((text, text), (pool.Get(bytes), pool.Get(bytes)));
    }

    [Fact]
    public void A_pool_that_forgets_is_never_wrong()
    {
        var pool = new StringPool();
        for (var i = 0; i < 50_000; i++)
            Assert.Equal($"zone-{i % 9000}", pool.Get(Encoding.UTF8.GetBytes($"zone-{i % 9000}")));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a","name":"b","labels":null,"annotations":null,"creationTimestamp":null,"generation":null,"unknown":[{"x":1}]}}""", "b")]
    [InlineData("""{"metadata":{"name":"\u0061"}}""", "a")]
    public void Metadata_is_read_leniently(string json, string name) => Assert.Equal(name, Read<Service>(json).Metadata.Name);

    [Theory]
    [InlineData("""{"metadata":[]}""")]
    [InlineData("""{"metadata":{"name":5}}""")]
    [InlineData("""{"metadata":{"labels":["a"]}}""")]
    [InlineData("""{"spec":{"ports":{"port":80}}}""")]
    [InlineData("""{"spec":{"clusterIP":7}}""")]
    public void Wrong_types_are_refused(string json) => Assert.ThrowsAny<Exception>(() => Read<Service>(json));

    [Fact]
    public void Conditions_given_twice_take_the_last() =>
        Assert.False(Read<EndpointSlice>("""{"endpoints":[{"addresses":["10.0.0.1"],"conditions":{"ready":true,"ready":true,"ready":false}}]}""").Endpoints![0].Conditions!.Ready);

    private static T Read<T>(string json, StringPool? pool = null)
        where T : KubernetesObject => JsonSerializer.Deserialize(json, ApiJson.For<T>(pool ?? new()))!;

    private static string Json(EndpointSlice slice) => JsonSerializer.Serialize(slice, ResourceJson.Default.EndpointSlice);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Cut(ReadOnlyMemory<byte> bytes, int at)
        {
            var last = new Segment { Memory = bytes[at..], RunningIndex = at };
            return new(new Segment { Memory = bytes[..at], Next = last }, 0, last, last.Memory.Length);
        }
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Gateway.KubernetesApi.Watching;
using Gateway.Model.Resources;

namespace Gateway.Benchmarks.KubernetesApi;

/// <summary>What does an event of a watch cost to read: an EndpointSlice of ten endpoints, with all that an API server sends along? Next to the plain reading of its object.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class WatchEventBenchmarks
{
    private readonly WatchedKind _kind = WatchedKinds.All("node-1").Single(kind => kind.Kind == "EndpointSlice");
    private byte[] _object = [];
    private ReadOnlySequence<byte> _line;

    [GlobalSetup]
    public void Setup()
    {
        var endpoints = string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""
            {"addresses":["10.244.{{i}}.17"],"conditions":{"ready":true,"serving":true,"terminating":false},"nodeName":"node-{{i % 5}}","zone":"zone-{{i % 3}}","targetRef":{"kind":"Pod","namespace":"shop","name":"web-7d4b9c6f5-x{{i}}z","uid":"6a1f0c1e-6f7e-4a56-9b77-3a40c9b1e5{{i}}0"} }
            """.Trim()));
        var slice = """
            {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"web-lp28z","generateName":"web-","namespace":"shop","uid":"7f07a216-0085-43a2-bbf5-6d0c58458f39","resourceVersion":"335","generation":4,"creationTimestamp":"2026-11-22T07:51:20Z","labels":{"app":"web","endpointslice.kubernetes.io/managed-by":"endpointslice-controller.k8s.io","kubernetes.io/service-name":"web"},"annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"2026-11-22T07:51:31Z"},"ownerReferences":[{"apiVersion":"v1","kind":"Service","name":"web","uid":"13ad6db1-ee8f-4123-9863-295ab18d7fca","controller":true,"blockOwnerDeletion":true}],"managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"discovery.k8s.io/v1","time":"2026-11-22T07:51:31Z","fieldsType":"FieldsV1","fieldsV1":{"f:addressType":{},"f:endpoints":{},"f:metadata":{"f:annotations":{".":{},"f:endpoints.kubernetes.io/last-change-trigger-time":{}},"f:generateName":{},"f:labels":{".":{},"f:app":{},"f:endpointslice.kubernetes.io/managed-by":{},"f:kubernetes.io/service-name":{}},"f:ownerReferences":{".":{},"k:{\"uid\":\"13ad6db1-ee8f-4123-9863-295ab18d7fca\"}":{}}},"f:ports":{}}}]},"addressType":"IPv4","endpoints":[ENDPOINTS],"ports":[{"name":"http","protocol":"TCP","port":8080}]}
            """.Trim().Replace("ENDPOINTS", endpoints, StringComparison.Ordinal);
        _object = Encoding.UTF8.GetBytes(slice);
        _line = new(Encoding.UTF8.GetBytes($$"""{"type":"MODIFIED","object":{{slice}}}"""));
    }

    [Benchmark(Baseline = true)]
    public object PlainObject() => JsonSerializer.Deserialize(_object, ResourceJson.Default.EndpointSlice)!;

    [Benchmark]
    public object Event() => WatchEventReader.Read(_line, _kind).Object!;
}

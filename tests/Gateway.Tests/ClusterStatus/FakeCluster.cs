using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.KubernetesApi;
using Gateway.Model.Resources;

namespace Gateway.Tests.ClusterStatus;

/// <summary>
/// As much of an API server as status needs: leases and events that are created and replaced, the status of objects that is patched, versions that
/// grow and are insisted on. It answers within the call, so that under a manual clock everything happens when the clock moves.
/// </summary>
internal sealed class FakeCluster : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _objects = [];
    private readonly List<string> _requests = [];
    private long _version = 100;
    private int _hanging;

    /// <summary>Answers in place of the server where it gives something other than null.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>> Intercept { get; set; } = (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Called with the path of every object that was written, after it was.</summary>
    public Action<string> Written { get; set; } = _ => { };

    /// <summary>What the server makes of an object that is written.</summary>
    public Action<JsonObject> Stored { get; set; } = _ => { };

    /// <summary>Such as <c>PATCH /api/v1/…</c>, in order, without queries.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public IReadOnlyList<string> RequestsOf(string verb, string part) =>
        [.. Requests.Where(request => request.StartsWith(verb, StringComparison.Ordinal) && request.Contains(part, StringComparison.Ordinal))];

    /// <param name="isCut">Whether the way from this client to the server is broken just now.</param>
    public ApiClient Client(TimeProvider time, Func<bool>? isCut = null) =>
        new(new HttpMessageInvoker(new Way(this, isCut ?? (() => false)), disposeHandler: false), new Uri("https://api.test/"), time);

    /// <summary>Has requests that <paramref name="concerns"/> picks answered with a failure.</summary>
    public void Refuse(Func<HttpRequestMessage, bool> concerns, HttpStatusCode code, string reason, string message = "no") =>
        Intercept = (request, _) => Task.FromResult(concerns(request) ? Answer(code, reason, message) : null);

    /// <summary>Has requests not answered at all.</summary>
    public void Hang() => Intercept = async (_, cancellationToken) =>
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    };

    /// <summary>How many requests wait for an answer that will not come.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public void RefuseNothing() => Intercept = (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Puts an object there, as another program would, and gives it back as the API would.</summary>
    public T Put<T>(T resource)
        where T : KubernetesObject
    {
        var json = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(resource, resource.GetType(), ResourceJson.Default))!.AsObject();
        Put(PathOf(resource.Reference), json);
        return (T)Read(resource.Reference)!;
    }

    public void Put(string path, JsonObject json)
    {
        lock (_gate)
        {
            json["metadata"]!["resourceVersion"] = $"{++_version}";
            json["metadata"]!["uid"] ??= $"uid-{path}";
            _objects[path] = json;
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
            _objects.Remove(path);
    }

    /// <summary>A copy.</summary>
    public JsonObject? Find(string path)
    {
        lock (_gate)
            return _objects.GetValueOrDefault(path)?.DeepClone().AsObject();
    }

    public IReadOnlyList<JsonObject> In(string folder)
    {
        lock (_gate)
            return [.. _objects.Where(pair => pair.Key.StartsWith(folder, StringComparison.Ordinal)).Select(pair => pair.Value.DeepClone().AsObject())];
    }

    public KubernetesObject? Read(Model.ObjectReference reference)
    {
        if (Find(PathOf(reference)) is not { } json)
            return null;
        var type = reference.Kind == "Ingress" ? typeof(Ingress) : typeof(Service);
        return (KubernetesObject)System.Text.Json.JsonSerializer.Deserialize(json.ToJsonString(), type, ResourceJson.Default)!;
    }

    public static string PathOf(Model.ObjectReference reference) => reference.Kind switch
    {
        "Ingress" => $"/apis/networking.k8s.io/v1/namespaces/{reference.Name.Namespace}/ingresses/{reference.Name.Name}",
        "Service" => $"/api/v1/namespaces/{reference.Name.Namespace}/services/{reference.Name.Name}",
        _ => throw new ArgumentException($"{reference} has no place here", nameof(reference)),
    };

    public static HttpResponseMessage Answer(HttpStatusCode code, string reason, string message = "no") => new(code)
    {
        Content = new StringContent($$"""{"kind":"Status","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{(int)code}}}"""),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = request.RequestUri!.AbsolutePath;
        lock (_gate)
            _requests.Add($"{request.Method} {path}");
        if (await Intercept(request, cancellationToken) is { } other)
            return other;
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(CancellationToken.None))!.AsObject();
        var (response, written) = Serve(request, path, body);
        if (written is not null)
            Written(written);
        return response;
    }

    private (HttpResponseMessage Response, string? Written) Serve(HttpRequestMessage request, string path, JsonObject? body)
    {
        var target = path.EndsWith("/status", StringComparison.Ordinal) ? path[..^"/status".Length] : path;
        lock (_gate)
            return (request.Method.Method, request.Content?.Headers.ContentType?.MediaType) switch
            {
                ("GET", _) => (_objects.TryGetValue(target, out var found) ? Ok(found) : NotFound(), null),
                ("POST", _) => Create($"{path}/{body!["metadata"]!["name"]}", body),
                ("PUT", _) => Write(target, body!, (_, after) => after),
                ("PATCH", "application/merge-patch+json") => Write(target, body!, Merge),
                ("PATCH", "application/apply-patch+yaml") => Write(target, body!, ApplyConditions),
                _ => (Answer(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed"), null),
            };
    }

    private (HttpResponseMessage Response, string? Written) Create(string path, JsonObject body)
    {
        if (_objects.ContainsKey(path))
            return (Answer(HttpStatusCode.Conflict, "AlreadyExists"), null);
        Put(path, body);
        return (Ok(body, HttpStatusCode.Created), path);
    }

    private (HttpResponseMessage Response, string? Written) Write(string path, JsonObject body, Func<JsonObject, JsonObject, JsonObject> change)
    {
        if (!_objects.TryGetValue(path, out var before))
            return (NotFound(), null);
        var version = (string?)body["metadata"]?["resourceVersion"];
        if (version is not null && version != (string?)before["metadata"]!["resourceVersion"])
            return (Answer(HttpStatusCode.Conflict, "Conflict"), null);
        var after = change(before.DeepClone().AsObject(), body.DeepClone().AsObject());
        Stored(after);
        if (JsonNode.DeepEquals(before, after))
            return (Ok(before), null);
        Put(path, after);
        return (Ok(after), path);
    }

    private static JsonObject Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch.ToArray())
            switch (value)
            {
                case null:
                    target.Remove(key);
                    break;
                case JsonObject inner:
                    target[key] = Merge(target[key] as JsonObject is { } known ? known.DeepClone().AsObject() : [], inner);
                    break;
                default:
                    target[key] = value.DeepClone();
                    break;
            }
        return target;
    }

    /// <summary>Conditions are a map by type, and those that are not applied any more go.</summary>
    private static JsonObject ApplyConditions(JsonObject target, JsonObject applied)
    {
        var status = target["status"]?.AsObject() ?? [];
        var ours = applied["status"]?["conditions"]?.AsArray() ?? [];
        var others = (status["conditions"]?.AsArray() ?? []).Where(item => (string?)item!["type"] != "yarp-gateway.io/Programmed");
        status["conditions"] = new JsonArray([.. others.Concat(ours).Select(item => item!.DeepClone())]);
        target["status"] = status.DeepClone();
        return target;
    }

    private static HttpResponseMessage Ok(JsonObject json, HttpStatusCode code = HttpStatusCode.OK) =>
        new(code) { Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json") };

    private static HttpResponseMessage NotFound() => Answer(HttpStatusCode.NotFound, "NotFound");

    private sealed class Way(FakeCluster cluster, Func<bool> isCut) : DelegatingHandler(cluster)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            isCut() ? throw new HttpRequestException("the way is cut") : base.SendAsync(request, cancellationToken);
    }
}

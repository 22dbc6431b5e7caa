using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Gateway.Tests.KubernetesApi.Watching;

/// <summary>
/// A server whose every answer the test writes, in order: a request that comes before its answer waits. Asks for its version are answered apart from
/// that.
/// </summary>
internal sealed class ScriptedServer(int minor = 36) : HttpMessageHandler
{
    private readonly Channel<HttpResponseMessage> _answers = Channel.CreateUnbounded<HttpResponseMessage>();
    private readonly Channel<string> _requests = Channel.CreateUnbounded<string>();

    /// <summary>The next request, as its query without what is random in it.</summary>
    public async Task<string> NextRequestAsync() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(Answers.Patience);

    public ScriptedServer Answer(string body, HttpStatusCode status = HttpStatusCode.OK, int? retryAfterSeconds = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
        if (retryAfterSeconds is { } seconds)
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        _answers.Writer.TryWrite(answer);
        return this;
    }

    public ScriptedServer Refuse(int code, string reason, string message = "because", int? retryAfterSeconds = null, string cause = "") =>
        Answer(
            $$$"""{"kind":"Status","status":"Failure","message":"{{{message}}}","reason":"{{{reason}}}","code":{{{code}}},"details":{"causes":[{"reason":"{{{cause}}}"}]}}""",
            (HttpStatusCode)code,
            retryAfterSeconds);

    /// <summary>A watch that goes on: what is written to the result comes out of it.</summary>
    public OpenWatch AnswerWatch()
    {
        var watch = new OpenWatch();
        _answers.Writer.TryWrite(new HttpResponseMessage { Content = new StreamContent(watch.Body) });
        return watch;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath == "/version")
            return new() { Content = new StringContent($$"""{"major":"1","minor":"{{minor}}"}""") };
        var query = request.RequestUri.Query.TrimStart('?').Split('&').Where(part => part is not "allowWatchBookmarks=true" && !part.StartsWith("timeoutSeconds", StringComparison.Ordinal));
        _requests.Writer.TryWrite(string.Join('&', query));
        return await _answers.Reader.ReadAsync(cancellationToken);
    }

    internal sealed class OpenWatch
    {
        private readonly System.IO.Pipelines.Pipe _pipe = new();

        public Stream Body => _pipe.Reader.AsStream();

        public async Task SendAsync(string events) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(events));

        /// <summary>Ends as a server does, or, with an exception, as a connection does that breaks.</summary>
        public void End(Exception? error = null) => _pipe.Writer.Complete(error);
    }
}

using System.IO.Pipelines;

namespace Gateway.KubernetesApi.Watching;

/// <summary>The body of an answer, as it comes; one that stands still is given up. Disposes the answer.</summary>
internal sealed class PatientPipe : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly PipeReader _pipe;
    private readonly ITimer _timer;

    private PatientPipe(HttpResponseMessage response, Stream body, string request, TimeProvider time)
    {
        _response = response;
        _pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024));
        _timer = time.CreateTimer(static pipe => ((PipeReader)pipe!).CancelPendingRead(), _pipe, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Request = request;
    }

    /// <summary>What was asked, for exceptions.</summary>
    public string Request { get; }

    public static async Task<PatientPipe> OpenAsync(HttpResponseMessage response, string request, TimeProvider time, CancellationToken cancellationToken) =>
        new(response, await response.Content.ReadAsStreamAsync(cancellationToken), request, time);

    /// <param name="least">How much there should be before it is worth looking at; less comes only at the end.</param>
    /// <param name="patience">How long may pass before anything more comes.</param>
    /// <exception cref="ApiException">It broke, or stands still.</exception>
    public async ValueTask<ReadResult> ReadAsync(int least, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            _timer.Change(patience, Timeout.InfiniteTimeSpan);
            var result = await _pipe.ReadAtLeastAsync(least, cancellationToken);
            return result.IsCanceled ? throw new ApiException(ApiFailure.Unreachable, Request, $"nothing has come for {patience.TotalSeconds} s") : result;
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new ApiException(ApiFailure.Unreachable, Request, ApiClient.Words(error), error);
        }
    }

    public void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _pipe.AdvanceTo(consumed, examined);

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _pipe.CompleteAsync();
        _response.Dispose();
    }
}

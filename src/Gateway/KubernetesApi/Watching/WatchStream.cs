using System.Buffers;
using System.Text.Json;

namespace Gateway.KubernetesApi.Watching;

/// <summary>A watch's answer: a line of JSON for each event, as they come.</summary>
internal sealed class WatchStream(PatientPipe pipe, WatchedKind kind, WatchTimings timings)
{
    /// <summary>The API server takes no object over 1.5 MiB by default, and no request over 3 MiB.</summary>
    public const int MaxLine = 16 * 1024 * 1024;

    private bool _isMidEvent;

    /// <summary>Waits for at least one event and adds all that have arrived. False where the server has ended the watch.</summary>
    /// <exception cref="ApiException">The connection broke, stands still, or carries something else than events.</exception>
    public async ValueTask<bool> ReadAsync(List<WatchEvent> events, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(1, _isMidEvent ? timings.StallTimeout : timings.IdleTimeout, cancellationToken);
            var rest = result.Buffer;
            CutLines(ref rest, events);
            if (rest.Length > MaxLine)
                throw new ApiException(ApiFailure.Garbage, pipe.Request, $"an event has more than {MaxLine} bytes");
            _isMidEvent = !rest.IsEmpty;
            pipe.AdvanceTo(rest.Start, rest.End);
            // A last line without its end is an event that was cut: it comes again.
            if (events.Count > 0 || result.IsCompleted)
                return events.Count > 0;
        }
    }

    private void CutLines(ref ReadOnlySequence<byte> buffer, List<WatchEvent> events)
    {
        try
        {
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                if (!line.IsEmpty)
                    events.Add(WatchEventReader.Read(line, kind));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }
        }
        catch (Exception error) when (ObjectHead.IsUnreadable(error))
        {
            throw new ApiException(ApiFailure.Garbage, pipe.Request, $"the watch carries something that is no event: {error.Message}", error);
        }
    }
}

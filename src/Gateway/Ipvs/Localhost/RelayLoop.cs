using System.Net.Sockets;

namespace Gateway.Ipvs.Localhost;

/// <summary>Takes what comes to a listener, one after the other.</summary>
internal static class RelayLoop
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Ends when it is cancelled. What fails is asked for again: at once where the client gave up before it was let in; else after a pause, because what is
    /// missing (file descriptors, memory) is missing still. That is told once.
    /// </summary>
    /// <param name="listener">What to call it, such as <c>tcp 127.0.0.1:30080</c>.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> take, string listener, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        string? told = null;
        while (!cancellation.IsCancellationRequested)
            try
            {
                await take(cancellation);
                told = null;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionAborted)
            {
            }
            catch (SocketException error) when (!cancellation.IsCancellationRequested)
            {
                if (told != error.Message)
                    logger.RelayPauses(listener, Pause.TotalSeconds, error.Message);
                told = error.Message;
                // Cancelled or not, the condition of the loop is what counts.
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
    }
}

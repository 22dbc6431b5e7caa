using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.HttpProxy.Listening;

/// <summary>
/// Looks at how a clear-text connection begins: with the HTTP/2 preface it goes to the HTTP/2 endpoint (prior knowledge, RFC 9113, 3.3),
/// else it goes on as HTTP/1.1. The bytes looked at stay for whoever serves the connection, which costs nothing from there on.
/// </summary>
internal sealed class ClearTextConnections(Http2Handover http2, TimeProvider time)
{
    /// <summary>As long as Kestrel waits for the next request on an idle connection.</summary>
    private static readonly TimeSpan FirstBytesTimeout = TimeSpan.FromSeconds(130);

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public ConnectionDelegate Use(ConnectionDelegate http1) => connection => ServeAsync(connection, http1);

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate http1)
    {
        bool isHttp2;
        try
        {
            isHttp2 = await BeginsWithPrefaceAsync(connection);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The client left, said nothing for too long, or the gateway is stopping.
            return;
        }
        await (isHttp2 ? http2.HandOverAsync(connection) : http1(connection));
    }

    private async Task<bool> BeginsWithPrefaceAsync(ConnectionContext connection)
    {
        using var timeout = new CancellationTokenSource(FirstBytesTimeout, time);
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var registration = stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(timeout.Token);
            var begins = BeginsWithPreface(read.Buffer);
            if (begins is not null || read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start);
                return begins ?? false;
            }
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Null while that cannot be told yet.</summary>
    private static bool? BeginsWithPreface(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> start = stackalloc byte[Preface.Length];
        var length = (int)Math.Min(bytes.Length, Preface.Length);
        bytes.Slice(0, length).CopyTo(start);
        if (!Preface.StartsWith(start[..length]))
            return false;
        return length == Preface.Length ? true : null;
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using Gateway.ApiServer.Failures;
using Gateway.ApiServer.Hosting;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Store;
using Gateway.ApiServer.Tables;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Watching;

/// <summary>
/// One watch while it is served. Reads on in the history as often as it is told that there is more, writes all of what it read and flushes once:
/// at once while little happens, and with less effort the more happens.
/// </summary>
internal sealed class WatchStream(
    ObjectStore store, ResourceType type, WatchSignal signal, WatchSettings settings, WatchFaults faults, ApiRequest request, HttpContext context,
    TimeProvider time)
    : IOpenWatch, IAsyncDisposable
{
    private const int BatchSize = 500;
    private const int FlushSize = 64 * 1024;

    private readonly EventFrames _frames = new(type);
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _injected = new();
    private readonly List<ITimer> _timers = [];
    private readonly bool _asTable = TableFormat.IsAskedFor(request.Accept);
    private volatile bool _bookmarkDue;
    private volatile bool _timedOut;
    private Cut? _cutInNextEvent;
    private int _unflushed;

    public ApiRequest Request => request;

    /// <summary>The version up to which the client has been told everything.</summary>
    private long Told { get; set; }

    public async Task RunAsync(WatchStart start)
    {
        Told = start.After;
        StartTimers();
        try
        {
            await PassAsync();
            // The head goes at once, whether anything happens or not.
            await context.Response.BodyWriter.FlushAsync(_ended.Token);
            await SendInitialAsync(start);
            await FollowAsync(start);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The client left, or the watch was cut.
        }
    }

    public void CutNow(Cut cut)
    {
        if (cut == Cut.Stream)
            context.Abort();
        else if (cut == Cut.Connection)
            context.Features.Get<TrackedConnection>()?.Reset();
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }

    public void CutInNextEvent(Cut cut) => _cutInNextEvent = cut;

    public void Inject(ReadOnlyMemory<byte> line)
    {
        _injected.Enqueue(line);
        signal.Set();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var timer in _timers)
            await timer.DisposeAsync();
        _ended.Dispose();
    }

    private void StartTimers()
    {
        _timers.Add(time.CreateTimer(_ => { _timedOut = true; signal.Set(); }, null, settings.Timeout, Timeout.InfiniteTimeSpan));
        if (settings.Bookmarks)
            _timers.Add(time.CreateTimer(_ => { _bookmarkDue = true; signal.Set(); }, null, settings.BookmarkInterval, settings.BookmarkInterval));
    }

    private async Task SendInitialAsync(WatchStart start)
    {
        foreach (var there in start.Initial ?? [])
        {
            if (settings.Selection.Matches(there))
                await SendAsync(new(EventKind.Added, there, there.Version));
        }
        if (settings is { MarksInitialEnd: true, Bookmarks: true })
            Write(_frames.Bookmark(Told, endsInitialEvents: true));
        await FlushAsync();
    }

    // Told that      what it does
    //   changes      sends them
    //   a bookmark   sends it, after what changed
    //   the end      sends a last bookmark, and ends
    //   a fault      does that
    private async Task FollowAsync(WatchStart start)
    {
        var number = start.Number;
        var batch = new List<StoreEvent>();
        while (true)
        {
            batch.Clear();
            // Who is too slow to be told everything is not told anything.
            if (!store.TryRead(type, ref number, batch, BatchSize, out var upTo))
                return;
            await PassAsync();
            await SendBatchAsync(batch, start.After);
            Told = Math.Max(Told, upTo);
            WriteInjected();
            var isLast = _timedOut && batch.Count == 0;
            if (settings.Bookmarks && (_bookmarkDue || isLast) && Told >= start.After && Told <= store.Version)
            {
                _bookmarkDue = false;
                Write(_frames.Bookmark(Told, endsInitialEvents: false));
            }
            await FlushAsync();
            if (isLast || (batch.Count == 0 && !await signal.WaitAsync(_ended.Token)))
                return;
        }
    }

    private async Task SendBatchAsync(List<StoreEvent> batch, long after)
    {
        foreach (var change in batch)
        {
            if (change.Version <= after || SelectedEvent.Of(change, settings.Selection) is not { } selected)
                continue;
            if (faults.EventDelay > TimeSpan.Zero)
                await DelayAsync(change);
            await SendAsync(selected);
        }
    }

    private async Task DelayAsync(StoreEvent change)
    {
        var left = faults.EventDelay - time.GetElapsedTime(change.Timestamp);
        if (left <= TimeSpan.Zero)
            return;
        await FlushAsync();
        await Task.Delay(left, time, _ended.Token);
    }

    private async Task SendAsync(SelectedEvent selected)
    {
        if (_cutInNextEvent is { } cut)
        {
            await SendHalfAsync(selected, first: true);
            CutNow(cut);
            _ended.Token.ThrowIfCancellationRequested();
        }
        var pass = faults.PassAsync(request, inMidEvent: true, _ended.Token);
        if (!pass.IsCompleted)
        {
            await SendHalfAsync(selected, first: true);
            await pass;
            await SendHalfAsync(selected, first: false);
            return;
        }
        if (_asTable)
            Write(TableEvents.Line(type, selected, request));
        else
        {
            Write(_frames.Of(selected.Kind));
            Write(selected.BytesAs(type).Span);
            Write(EventFrames.End);
        }
        if (_unflushed > FlushSize)
            await FlushAsync();
    }

    private async Task SendHalfAsync(SelectedEvent selected, bool first)
    {
        byte[] line = [.. _frames.Of(selected.Kind), .. selected.BytesAs(type).Span, .. EventFrames.End];
        Write(first ? line.AsSpan(0, line.Length / 2) : line.AsSpan(line.Length / 2));
        await FlushAsync();
    }

    private void WriteInjected()
    {
        while (_injected.TryDequeue(out var line))
            Write(line.Span);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        context.Response.BodyWriter.Write(bytes);
        _unflushed += bytes.Length;
    }

    private async Task FlushAsync()
    {
        if (_unflushed == 0)
            return;
        _unflushed = 0;
        await context.Response.BodyWriter.FlushAsync(_ended.Token);
    }

    private Task PassAsync() => faults.PassAsync(request, inMidEvent: false, _ended.Token);
}

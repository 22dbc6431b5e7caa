using System.IO.Pipelines;

namespace Gateway.ApiServer.Hosting;

/// <summary>A transport through which nothing passes while connections are frozen.</summary>
internal sealed class GatedTransport(IDuplexPipe inner, Connections connections, CancellationToken closed) : IDuplexPipe
{
    public PipeReader Input { get; } = new GatedReader(inner.Input, connections, closed);

    public PipeWriter Output { get; } = new GatedWriter(inner.Output, connections, closed);

    private static async Task PassAsync(Connections connections, CancellationToken closed) =>
        await connections.Thawed.WaitAsync(closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private sealed class GatedReader(PipeReader inner, Connections connections, CancellationToken closed) : PipeReader
    {
        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var result = await inner.ReadAsync(cancellationToken);
            // What arrived before the freeze was asked for, but is not handed on any more either.
            if (!connections.Thawed.IsCompleted)
                await PassAsync(connections, closed);
            return result;
        }

        public override bool TryRead(out ReadResult result)
        {
            result = default;
            return connections.Thawed.IsCompleted && inner.TryRead(out result);
        }

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }

    private sealed class GatedWriter(PipeWriter inner, Connections connections, CancellationToken closed) : PipeWriter
    {
        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (!connections.Thawed.IsCompleted)
                await PassAsync(connections, closed);
            return await inner.FlushAsync(cancellationToken);
        }

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}

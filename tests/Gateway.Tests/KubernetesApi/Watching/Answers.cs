using System.Text;
using Gateway.KubernetesApi.Watching;

namespace Gateway.Tests.KubernetesApi.Watching;

/// <summary>Answers of a server, as they come over a wire: in pieces.</summary>
internal static class Answers
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<PatientPipe> PipeAsync(string body, int piece = int.MaxValue) =>
        await PatientPipe.OpenAsync(
            new HttpResponseMessage { Content = new StreamContent(new Pieces(Encoding.UTF8.GetBytes(body), piece)) }, "GET /test", TimeProvider.System, default);

    public static WatchedKind Kind(string name) => WatchedKinds.All("node-1").Single(kind => kind.Kind == name);

    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span[..Math.Min(piece, buffer.Length)]));
    }
}

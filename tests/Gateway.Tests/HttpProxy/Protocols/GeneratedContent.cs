using System.Net;
using System.Security.Cryptography;

namespace Gateway.Tests.HttpProxy.Protocols;

/// <summary>A body of any size whose bytes follow from their places.</summary>
internal sealed class GeneratedContent(int size) : HttpContent
{
    private static readonly byte[] Block = [.. Enumerable.Range(0, 65536).Select(i => (byte)(i * 31 >> 3))];

    public static byte[] HashOf(int size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = size; left > 0; left -= Block.Length)
            hash.AppendData(Block.AsSpan(0, Math.Min(left, Block.Length)));
        return hash.GetHashAndReset();
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var left = size; left > 0; left -= Block.Length)
            await stream.WriteAsync(Block.AsMemory(0, Math.Min(left, Block.Length)));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }
}

using Gateway.HttpProxy.Forwarding;

namespace Gateway.Tests.HttpProxy.Forwarding;

public sealed class FairStreamTests
{
    [Fact]
    public async Task Short_writes_and_reads_go_straight_through()
    {
        var inner = new MemoryStream();
        var stream = new FairStream(inner);
        var write = stream.WriteAsync(new byte[100]).AsTask();
        Assert.True(write.IsCompletedSuccessfully);
        inner.Position = 0;
        var read = stream.ReadAsync(new byte[200]).AsTask();
        Assert.True(read.IsCompletedSuccessfully);
        Assert.Equal(100, await read);
    }

    [Fact]
    public async Task A_long_run_of_writes_gives_the_thread_away_once_in_a_turn()
    {
        var stream = new FairStream(new MemoryStream());
        var block = new byte[FairStream.Turn / 4];
        var pauses = 0;
        for (var i = 0; i < 16; i++)
        {
            var write = stream.WriteAsync(block);
            pauses += write.IsCompleted ? 0 : 1;
            await write;
        }
        Assert.InRange(pauses, 1, 4);
        Assert.Equal(16 * block.Length, stream.Length);
    }

    [Fact]
    public async Task A_long_run_of_reads_gives_the_thread_away_and_loses_nothing()
    {
        var content = Enumerable.Range(0, FairStream.Turn * 3).Select(i => (byte)(i / 7)).ToArray();
        var stream = new FairStream(new MemoryStream(content));
        var copy = new MemoryStream();
        var buffer = new byte[FairStream.Turn / 2];
        var pauses = 0;
        for (int count; ;)
        {
            var read = stream.ReadAsync(buffer);
            pauses += read.IsCompleted ? 0 : 1;
            if ((count = await read) == 0)
                break;
            await copy.WriteAsync(buffer.AsMemory(0, count));
        }
        Assert.InRange(pauses, 1, 3);
        Assert.Equal(content, copy.ToArray());
    }
}

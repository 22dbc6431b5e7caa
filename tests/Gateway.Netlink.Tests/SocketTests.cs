using System.Diagnostics;
using System.Runtime.InteropServices;
using Gateway.Netlink.Interop;
using Gateway.Netlink.Routing;

namespace Gateway.Netlink.Tests;

/// <summary>A socket of this machine's kernel, of which nothing is asked.</summary>
public sealed partial class SocketTests
{
    private const int SIGCHLD = 17;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void What_does_not_come_is_waited_for_no_longer_than_told()
    {
        using var socket = Open();
        var started = Stopwatch.GetTimestamp();

        Assert.Equal(Errno.EAGAIN, socket.Receive(new byte[16], wait: true).Error);
        Assert.True(Stopwatch.GetElapsedTime(started) >= Patience);
    }

    [Fact]
    public void Without_waiting_that_is_said_at_once()
    {
        using var socket = Open(TimeSpan.FromDays(1));

        Assert.Equal(Errno.EAGAIN, socket.Receive(new byte[16], wait: false).Error);
    }

    [Fact]
    public void Signals_do_not_make_the_waiting_begin_anew()
    {
        using var socket = Open();
        // A signal that nobody handles interrupts nothing.
        using var handler = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { });
        var (thread, error) = (0, 0);
        var waiting = new Thread(() =>
        {
            Volatile.Write(ref thread, gettid());
            error = socket.Receive(new byte[16], wait: true).Error;
        });
        waiting.Start();

        var interrupted = 0;
        // More often than it waits, so that a wait which begins anew never ends.
        while (!waiting.Join(Patience / 20) && interrupted < 200)
            if (Volatile.Read(ref thread) is not 0 and var id && tgkill(Environment.ProcessId, id, SIGCHLD) == 0)
                interrupted++;

        Assert.True(waiting.Join(TimeSpan.Zero), $"still waiting after {interrupted} signals");
        Assert.Equal(Errno.EAGAIN, error);
        Assert.SkipUnless(interrupted > 3, "this machine has too much to do: hardly a signal came, and this shows nothing");
    }

    [Fact]
    public void What_comes_while_it_is_waited_for_is_received()
    {
        using var socket = Open(TimeSpan.FromSeconds(60));
        var received = default(Received);
        var waiting = new Thread(() => received = socket.Receive(new byte[4096], wait: true));
        waiting.Start();

        Assert.Equal(0, socket.Send(Question(socket.Port)));
        waiting.Join();

        Assert.Equal((0, 0u), (received.Error, received.Sender));
        Assert.True(received.Length > NetlinkConstants.NLMSG_HDRLEN);
    }

    /// <summary>RTM_GETLINK of the loopback.</summary>
    private static byte[] Question(uint port)
    {
        var buffer = new byte[MessageWriter.MaxLength];
        var length = LinkCodec.WriteFind(buffer, "lo");
        MessageWriter.Address(buffer, NetlinkConstants.NLM_F_ACK, 1, port);
        return buffer[..length];
    }

    private static NetlinkSocket Open(TimeSpan? patience = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "netlink is Linux's");
        return NetlinkSocket.Open(NetlinkConstants.NETLINK_ROUTE, patience: patience ?? Patience);
    }

    [LibraryImport("libc")]
    private static partial int gettid();

    [LibraryImport("libc")]
    private static partial int tgkill(int process, int thread, int signal);
}

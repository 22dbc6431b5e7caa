using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Gateway.Netlink.Tests.Support;

/// <summary>A network namespace of a test's own, which ends with it. Without the right to one the test is skipped and says so.</summary>
internal static partial class NetworkNamespace
{
    private const int CLONE_NEWNET = 0x40000000;

    public static void Run(Action test)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "network namespaces are Linux's");
        ExceptionDispatchInfo? failure = null;
        // A namespace is the thread's: this one is used for nothing else, and sockets stay in the namespace they were opened in.
        var thread = new Thread(() =>
        {
            try
            {
                Assert.SkipUnless(unshare(CLONE_NEWNET) == 0, $"no network namespace of its own: {Marshal.GetLastPInvokeErrorMessage()}");
                test();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);
}

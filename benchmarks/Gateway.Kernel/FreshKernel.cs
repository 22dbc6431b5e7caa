using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Gateway.Kernel;

/// <summary>
/// IPVS as a network namespace has it that was just made. A table that was emptied is not the same: the kernel keeps what was deleted for two minutes, and
/// looks through all of it for each destination that is added.
/// </summary>
internal static partial class FreshKernel
{
    private const int CLONE_NEWNET = 0x40000000;

    /// <summary>Runs code, and the programs that it starts, in a namespace of their own.</summary>
    public static T Run<T>(Func<T> function)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Unshare(CLONE_NEWNET) != 0)
                    throw new InvalidOperationException($"unshare: {Marshal.GetLastPInvokeErrorMessage()}");
                using var up = Process.Start("ip", "link set lo up");
                up.WaitForExit();
                result = function();
            }
            catch (Exception cause)
            {
                failure = ExceptionDispatchInfo.Capture(cause);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);
}

using System.Runtime.InteropServices;

namespace Gateway.KernelLab.Support;

/// <summary>What a thread may do.</summary>
internal static partial class Privileges
{
    private const uint LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    /// <summary>Gives up every capability of this thread, for good; within <see cref="NetworkNamespace.Inside(Action)"/>, whose thread ends with it.</summary>
    public static void GiveUp()
    {
        // struct __user_cap_header_struct: version and thread, 0 for this one; then two of struct __user_cap_data_struct, with nothing in them.
        uint[] header = [LINUX_CAPABILITY_VERSION_3, 0];
        if (SetCapabilities(header, new uint[6]) != 0)
            throw new InvalidOperationException($"capset: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int SetCapabilities(uint[] header, uint[] data);
}

using System.Runtime.InteropServices;

namespace Gateway.Netlink.Interop;

/// <summary>Error numbers of asm-generic/errno.h, as far as netlink answers with them: what <see cref="NetlinkException.Error"/> may be.</summary>
public static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int EINVAL = 22;
    public const int EBADMSG = 74;
    public const int EMSGSIZE = 90;
    public const int EOPNOTSUPP = 95;
    public const int EADDRNOTAVAIL = 99;
    public const int ENOBUFS = 105;

    private static readonly Dictionary<int, string> Names = new()
    {
        [EPERM] = nameof(EPERM),
        [ENOENT] = nameof(ENOENT),
        [ESRCH] = nameof(ESRCH),
        [EINTR] = nameof(EINTR),
        [EAGAIN] = nameof(EAGAIN),
        [ENOMEM] = nameof(ENOMEM),
        [EACCES] = nameof(EACCES),
        [16] = "EBUSY",
        [EEXIST] = nameof(EEXIST),
        [ENODEV] = nameof(ENODEV),
        [EINVAL] = nameof(EINVAL),
        [9] = "EBADF",
        [24] = "EMFILE",
        [28] = "ENOSPC",
        [34] = "ERANGE",
        [EBADMSG] = nameof(EBADMSG),
        [EMSGSIZE] = nameof(EMSGSIZE),
        [92] = "ENOPROTOOPT",
        [93] = "EPROTONOSUPPORT",
        [EOPNOTSUPP] = nameof(EOPNOTSUPP),
        [97] = "EAFNOSUPPORT",
        [98] = "EADDRINUSE",
        [EADDRNOTAVAIL] = nameof(EADDRNOTAVAIL),
        [100] = "ENETDOWN",
        [ENOBUFS] = nameof(ENOBUFS),
        [110] = "ETIMEDOUT",
        [111] = "ECONNREFUSED",
    };

    /// <summary>Such as <c>EEXIST (File exists)</c>.</summary>
    internal static string Describe(int error) => $"{Names.GetValueOrDefault(error) ?? $"error {error}"} ({Marshal.GetPInvokeErrorMessage(error)})";
}

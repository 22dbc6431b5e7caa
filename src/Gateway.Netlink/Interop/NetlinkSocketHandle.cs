using Microsoft.Win32.SafeHandles;

namespace Gateway.Netlink.Interop;

internal sealed class NetlinkSocketHandle : SafeHandleMinusOneIsInvalid
{
    public NetlinkSocketHandle(int descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}

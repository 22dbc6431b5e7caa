using System.Runtime.InteropServices;
using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink;

/// <summary>What NLMSG_ERROR and NLMSG_DONE say: struct nlmsgerr and the extended acknowledgement.</summary>
/// <param name="Error">Positive; 0 for success.</param>
/// <param name="Message">The error's name, and the kernel's own sentence where it gave one; empty for success.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KernelAnswer(int Error, string Message)
{
    public static KernelAnswer Parse(MessageReader message)
    {
        var body = message.Body;
        // The end of a dump may have no body where the kernel is old.
        if (body.Length < sizeof(int))
            return message.Type == NLMSG_DONE ? new(0, "") : throw new NetlinkException(Errno.EBADMSG, "an answer without an error number");
        var error = MemoryMarshal.Read<int>(body);
        return error >= 0 ? new(0, "") : new(-error, Errno.Describe(-error) + Sentence(body, message.Type, message.Flags));
    }

    public NetlinkException ToException(string attempt) => new(Error, $"cannot {attempt}: {Message}");

    private static string Sentence(ReadOnlySpan<byte> body, ushort type, ushort flags)
    {
        if ((flags & NLM_F_ACK_TLVS) == 0)
            return "";
        var start = sizeof(int) + (type == NLMSG_ERROR ? RequestLength(body, flags) : 0);
        if (start > body.Length)
            return "";
        var attributes = new AttributeReader(body[start..]);
        var sentence = "";
        var offset = "";
        while (attributes.Read())
        {
            if (attributes.Type == NLMSGERR_ATTR_MSG)
                sentence = $": {attributes.ReadString()}";
            else if (attributes.Type == NLMSGERR_ATTR_OFFS)
                offset = $" (byte {attributes.ReadUInt32()} of the request)";
        }
        return sentence + offset;
    }

    /// <summary>The request is repeated in the answer, its header alone where it was capped.</summary>
    private static int RequestLength(ReadOnlySpan<byte> body, ushort flags) =>
        (flags & NLM_F_CAPPED) != 0 || body.Length < sizeof(int) + sizeof(uint)
            ? NLMSG_HDRLEN
            : (int)Math.Min(int.MaxValue / 2, (MemoryMarshal.Read<uint>(body[sizeof(int)..]) + 3) & ~3u);
}

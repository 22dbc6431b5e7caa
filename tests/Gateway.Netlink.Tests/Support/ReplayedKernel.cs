using System.Runtime.InteropServices;
using Gateway.Netlink.Ipvs;

namespace Gateway.Netlink.Tests.Support;

/// <summary>Answers a question as the kernel answered ipvsadm's in a capture, if that asked it.</summary>
internal static class ReplayedKernel
{
    public static FakeKernel Of(Capture capture) => new(Controller.And(sent =>
    {
        var asked = AttributeTree.Of(sent.Body);
        var isDump = (sent.Flags & NetlinkConstants.NLM_F_DUMP) == NetlinkConstants.NLM_F_DUMP;
        var exchange = capture.Ipvs.LastOrDefault(
            exchange => exchange.Number == sent.Body[0] && exchange.IsDump == isDump && AttributeTree.Of(exchange.Body).IsSupersetOf(asked));
        return exchange is null
            ? OneOfMany(capture, sent, asked)
            : [.. exchange.Received.Select(datagram => For(sent, datagram)), .. FakeKernel.Acknowledge(sent)];
    }));

    /// <summary>A service of which ipvsadm did not ask by itself is what the list of all said of it.</summary>
    private static IEnumerable<Datagram> OneOfMany(Capture capture, Sent sent, SortedSet<string> asked)
    {
        var lists = capture.Ipvs.Where(exchange => exchange is { Number: IpvsConstants.IPVS_CMD_GET_SERVICE, IsDump: true });
        foreach (var datagram in lists.SelectMany(exchange => exchange.Received))
        {
            foreach (var body in Bodies(datagram).Where(body => body.Length > 4 && AttributeTree.Of(body).IsSupersetOf(asked)))
                return [new(FakeKernel.Reply(sent, body, 0)), FakeKernel.Error(sent, 0)];
        }
        return [FakeKernel.Error(sent, 3)];
    }

    public static IEnumerable<byte[]> Bodies(byte[] datagram)
    {
        var bodies = new List<byte[]>();
        var reader = new MessageReader(datagram);
        while (reader.Read())
            bodies.Add(reader.Body.ToArray());
        return bodies;
    }

    private static Datagram For(Sent sent, byte[] datagram)
    {
        var copy = datagram.ToArray();
        for (var start = 0; start < copy.Length; start += NetlinkConstants.Align(BitConverter.ToInt32(copy, start)))
        {
            MemoryMarshal.Write(copy.AsSpan(start + 8), sent.Sequence);
            MemoryMarshal.Write(copy.AsSpan(start + 12), sent.Port);
        }
        return new(copy);
    }
}

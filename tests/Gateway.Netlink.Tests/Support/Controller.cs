namespace Gateway.Netlink.Tests.Support;

/// <summary>The part of the kernel that says which number the family IPVS has.</summary>
internal static class Controller
{
    /// <summary>GENL_ID_CTRL.</summary>
    public const ushort Type = 0x10;

    private const int ENOENT = 2;

    /// <summary>Answers who asks for the family, and leaves the rest to <paramref name="answer"/>.</summary>
    public static Func<Sent, IEnumerable<Datagram>> And(Func<Sent, IEnumerable<Datagram>> answer) => sent => sent.Type == Type ? Found(sent) : answer(sent);

    /// <param name="family">Null where the module is not loaded.</param>
    public static IEnumerable<Datagram> Found(Sent sent, ushort? family = Capture.Family) => family is null
        ? [FakeKernel.Error(sent, ENOENT)]
        : [new(FakeKernel.Reply(sent, [.. Hex.Parse("01 02 0000 0900 0200 4950565300 000000 0600 0100"), (byte)family, (byte)(family >> 8), 0, 0], 0)), FakeKernel.Error(sent, 0)];
}

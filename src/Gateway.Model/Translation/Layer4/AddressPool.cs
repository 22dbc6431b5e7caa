namespace Gateway.Model.Translation.Layer4;

/// <summary>The addresses of one configured network that Services can have.</summary>
internal sealed class AddressPool
{
    private readonly UInt128 _first;
    private readonly UInt128 _last;
    private UInt128 _next;
    private bool _isExhausted;

    /// <param name="text">A canonical network.</param>
    /// <exception cref="FormatException">It is none: configuration is checked before it comes here.</exception>
    public AddressPool(string text)
    {
        if (!Network.TryParse(text, out var network))
            throw new FormatException($"\"{text}\" is not a network");
        (Text, Family, _first, _last) = (text, network.Family, network.First, network.Last);
        // The network's own address and that of its broadcasts; two addresses, or one, are a link of two ends or one machine (RFC 3021).
        if (Family == IPFamily.IPv4 && network.PrefixLength < 31)
            (_first, _last) = (_first + 1, _last - 1);
        // The lowest one is any router's of the network (RFC 4291, section 2.6.1), but where there are two (RFC 6164).
        if (Family == IPFamily.IPv6 && network.PrefixLength < 127)
            _first++;
        _next = _first;
    }

    public string Text { get; }

    public IPFamily Family { get; }

    public bool Contains(IPFamily family, UInt128 number) => family == Family && number >= _first && number <= _last;

    /// <summary>The lowest address that is not taken; null where all are. What was taken once must stay so.</summary>
    public UInt128? LowestFree(Func<UInt128, bool> isTaken)
    {
        while (!_isExhausted && isTaken(_next))
        {
            _isExhausted = _next == _last;
            _next++;
        }
        return _isExhausted ? null : _next;
    }
}

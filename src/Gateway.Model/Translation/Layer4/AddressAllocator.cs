using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>
/// Gives every Service that wants one an address of our pools, in three rounds, each from the oldest Service to the newest: first all keep what their
/// status says they have, then those that ask for an address get it if it is free, then the others get the lowest that is left. So nobody loses an
/// address because of somebody else, except where two have the same.
/// </summary>
internal sealed class AddressAllocator
{
    private const string AskedField = "spec.loadBalancerIP";

    private readonly AddressPool[] _pools;
    private readonly Dictionary<(IPFamily, UInt128), NamespacedName> _owners = [];

    private AddressAllocator(ValueArray<string> pools) => _pools = [.. pools.Select(text => new AddressPool(text))];

    public static IReadOnlyDictionary<NamespacedName, AddressAllocation> Allocate(IEnumerable<AddressRequest> requests, ValueArray<string> pools)
    {
        var allocator = new AddressAllocator(pools);
        var drafts = requests.OrderBy(request => request.Claimant).Select(allocator.Begin).ToArray();
        foreach (var draft in drafts)
            allocator.KeepCurrent(draft);
        foreach (var draft in drafts)
            allocator.TakeAskedFor(draft);
        foreach (var draft in drafts)
            allocator.TakeLowest(draft);
        return drafts.ToDictionary(draft => draft.Request.Claimant.Object.Name, draft => draft.Build());
    }

    /// <summary>A Service that does not say its family gets the one of the first pool.</summary>
    private Draft Begin(AddressRequest request) => new(
        request,
        !request.Families.IsEmpty ? request.Families : _pools is [var first, ..] ? [first.Family] : [IPFamily.IPv4]);

    private void KeepCurrent(Draft draft)
    {
        foreach (var text in draft.Request.Current)
            if (EndpointAddress.FamilyOf(text) is { } family
                && EndpointAddress.TryParse(text, family, out var address)
                && draft.Wants(family)
                && IsOfAPool(family, address.Number))
                TryTake(draft, family, address.Number);
    }

    /// <summary>The cases in which it is not had: no address; of a family the Service has not; of no pool; somebody else's; another is had already.</summary>
    private void TakeAskedFor(Draft draft)
    {
        if (draft.Request.Asked is not { } text)
            return;
        if (EndpointAddress.FamilyOf(text) is not { } family || !EndpointAddress.TryParse(text, family, out var address))
            draft.Conditions.Warning("InvalidLoadBalancerIP", AskedField, $"\"{text}\" is not an IP address; it is ignored");
        else if (!draft.Families.Contains(family))
            draft.Conditions.Warning(
                "InvalidLoadBalancerIP", AskedField, $"{address.Text} is an {family} address, and the Service is of {draft.Families[0]} alone; it is ignored");
        else if (!IsOfAPool(family, address.Number))
            draft.Conditions.Warning("LoadBalancerIPNotInPool", AskedField, $"{address.Text} is not of any address pool ({PoolTexts}); it is ignored");
        else if (_owners.TryGetValue((family, address.Number), out var owner) && owner != draft.Request.Claimant.Object.Name)
            draft.Conditions.Warning("LoadBalancerIPTaken", AskedField, $"{address.Text} is that of Service {owner}; another is used");
        else if (draft.AddressOf(family) is { } had && had != address.Text)
            draft.Conditions.Warning(
                "LoadBalancerIPNotUsed", AskedField, $"the Service keeps {had}, which it has already, and does not change to {address.Text}");
        else if (draft.Wants(family))
            TryTake(draft, family, address.Number);
    }

    private void TakeLowest(Draft draft)
    {
        var withoutPool = new List<IPFamily>();
        foreach (var family in draft.Families.Where(draft.Wants))
        {
            if (_pools.FirstOrDefault(pool => pool.Family == family) is not { } pool)
                withoutPool.Add(family);
            else if (pool.LowestFree(number => _owners.ContainsKey((family, number))) is { } number)
                TryTake(draft, family, number);
            else
                draft.Conditions.Error("AddressPoolExhausted", "spec.type", $"no address of pool {pool.Text} is free, so the Service has no {family} address");
        }
        if (withoutPool.Count > 0 && (draft.Request.NeedsAll || draft.HasNone))
            draft.Conditions.Error("NoAddressPool", "spec.type", $"there is no address pool of {string.Join(" or ", withoutPool)} for the Service");
    }

    private bool TryTake(Draft draft, IPFamily family, UInt128 number)
    {
        if (!_owners.TryAdd((family, number), draft.Request.Claimant.Object.Name))
            return false;
        draft.Give(family, Network.TextOf(family, number));
        return true;
    }

    private bool IsOfAPool(IPFamily family, UInt128 number) => Array.Exists(_pools, pool => pool.Contains(family, number));

    private string PoolTexts => _pools.Length == 0 ? "there is none" : string.Join(", ", _pools.Select(pool => pool.Text));

    private sealed class Draft(AddressRequest request, ValueArray<IPFamily> families)
    {
        private readonly Dictionary<IPFamily, string> _addresses = [];

        public AddressRequest Request => request;

        public ValueArray<IPFamily> Families => families;

        public ConditionList Conditions { get; } = new(request.Claimant.Object);

        public bool HasNone => _addresses.Count == 0;

        public bool Wants(IPFamily family) => families.Contains(family) && !_addresses.ContainsKey(family);

        public string? AddressOf(IPFamily family) => _addresses.GetValueOrDefault(family);

        public void Give(IPFamily family, string address) => _addresses.Add(family, address);

        public AddressAllocation Build() => new(
            families.Where(_addresses.ContainsKey).Select(family => new AllocatedAddress(family, _addresses[family])).ToValueArray(),
            Conditions.ToRemarks());
    }
}

using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>The addresses of our pools that a Service has, the one of its primary family first, and what is said to it about them.</summary>
internal sealed record AddressAllocation(ValueArray<AllocatedAddress> Addresses, ValueArray<Remark> Remarks) : IRemarked;

/// <param name="Address">Canonical text.</param>
internal sealed record AllocatedAddress(IPFamily Family, string Address);

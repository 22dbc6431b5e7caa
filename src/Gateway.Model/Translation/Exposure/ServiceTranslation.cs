using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Exposure;

/// <summary>What a Service asks for by itself: how its backends are balanced, and the hosts it is found under without an Ingress.</summary>
internal sealed record ServiceTranslation(ServiceSettings Settings, ValueArray<HostClaim> Hosts, ValueArray<Remark> Remarks) : IRemarked;

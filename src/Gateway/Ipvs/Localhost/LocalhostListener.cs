using System.Net;
using Gateway.Model;

namespace Gateway.Ipvs.Localhost;

/// <summary>Who is answered for at a <see cref="LocalhostPort"/>, and where to.</summary>
/// <param name="Nodes">The addresses of this node where the kernel balances that port. What is new goes to the first; never empty.</param>
internal sealed record LocalhostListener(ServicePortName Owner, ValueArray<IPAddress> Nodes);

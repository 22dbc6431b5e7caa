using System.Net;

namespace Gateway.Ipvs.Localhost;

/// <summary>Listens at a loopback address and carries what comes to the same port of an address of the node. Once disposed of, it carries nothing more.</summary>
internal interface IRelay : IDisposable
{
    /// <param name="nodes">What is new goes to the first; what goes to none of them ends.</param>
    void Serve(IReadOnlyList<IPAddress> nodes);
}

using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>What the status of an object is to say, as far as it is the gateway's to write.</summary>
/// <param name="Programmed">Null for kinds without conditions.</param>
internal sealed record WantedStatus(ValueArray<LoadBalancerIngress> Addresses, WantedCondition? Programmed)
{
    /// <summary>What an object is to say that is no longer ours.</summary>
    public static readonly WantedStatus None = new(default, null);
}

/// <summary>Whether the gateway carries what the object asks for. Since when is left to the writing.</summary>
internal sealed record WantedCondition(bool IsTrue, string Reason, string Message, long? ObservedGeneration)
{
    public const string Type = "yarp-gateway.io/Programmed";

    public string Status => IsTrue ? "True" : "False";

    public bool IsSaidBy(StatusCondition condition) =>
        condition.Status == Status && condition.Reason == Reason && (condition.Message ?? "") == Message
        && condition.ObservedGeneration == ObservedGeneration;
}

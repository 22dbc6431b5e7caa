using Gateway.Model.Resources;

namespace Gateway.Model;

/// <summary>An object that asks for this gateway by name, so that its status is the gateway's to write.</summary>
/// <param name="Object">As it is now, its status included: a claim is another one whenever its object is.</param>
/// <param name="IsServed">False where the gateway does not carry what the object asks for; the conditions of the object say why.</param>
public sealed record Claim(KubernetesObject Object, bool IsServed)
{
    /// <summary>
    /// The addresses of its own that the object has on layer 4, as canonical text; none while no address is free for it. Null for what is not served
    /// there, and is reached where the gateway is.
    /// </summary>
    public ValueArray<string>? VirtualAddresses { get; init; }

    /// <summary>For people: why it is not served on a gateway that serves layer 4; else null.</summary>
    public string? Refusal { get; init; }
}

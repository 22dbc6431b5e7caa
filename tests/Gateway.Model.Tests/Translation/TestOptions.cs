using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

internal static class TestOptions
{
    public static readonly TranslationOptions InCluster = new() { NodeName = "here" };

    public static readonly TranslationOptions StandAlone = InCluster with { StandAlone = true };

    /// <summary>With so few addresses that they run out.</summary>
    public static readonly TranslationOptions OnLayer4 = StandAlone with { ServesLayer4 = true, AddressPools = ["10.9.0.0/30", "fd09::/127"] };
}

using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

internal static class TestOptions
{
    public static readonly TranslationOptions InCluster = new() { NodeName = "here" };

    public static readonly TranslationOptions StandAlone = InCluster with { StandAlone = true };
}

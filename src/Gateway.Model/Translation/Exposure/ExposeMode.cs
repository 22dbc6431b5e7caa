using Gateway.Model.Resources;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Exposure;

/// <summary>Whether a Service is exposed by name.</summary>
internal enum ExposeMode
{
    No,

    /// <summary>Because it looks like HTTP, and the gateway stands alone.</summary>
    ByItsPorts,

    /// <summary>Because it says so.</summary>
    Declared,
}

internal static class ExposeModes
{
    private const string Field = $"metadata.annotations[{Annotations.Expose}]";

    public static ExposeMode Of(Service service, TranslationOptions options, ConditionList conditions)
    {
        var undeclared = options.StandAlone && !ExternalName.Is(service) ? ExposeMode.ByItsPorts : ExposeMode.No;
        switch (service.Annotation(Annotations.Expose))
        {
            case "http":
                return ExposeMode.Declared;
            case "none":
                return ExposeMode.No;
            case null:
                return undeclared;
            case var other:
                conditions.Warning("UnknownValue", Field, $"{Annotations.Expose} is {other}, which is neither http nor none; it is ignored");
                return undeclared;
        }
    }
}

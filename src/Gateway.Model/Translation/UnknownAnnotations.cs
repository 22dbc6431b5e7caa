using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>Finds annotations that carry the gateway's prefix and mean nothing, so that a slip of the pen does not go unseen.</summary>
public static class UnknownAnnotations
{
    private static readonly ValueArray<string> OfServices =
    [
        Annotations.Expose, Annotations.Host, Annotations.Path,
        Annotations.LoadBalancing, Annotations.SlowStart, Annotations.HashOn, Annotations.Affinity,
        Annotations.Entry, Annotations.IpvsScheduler,
        Annotations.DemoEcho,
    ];

    private static readonly ValueArray<string> OfEndpoints = [Annotations.Weight];

    private static readonly ValueArray<string> All = [.. OfServices, .. OfEndpoints];

    /// <summary>One condition for each, ordered by annotation.</summary>
    public static ValueArray<Condition> Of(KubernetesObject resource)
    {
        if (resource.Metadata.Annotations is not { Count: > 0 } annotations)
            return default;
        var read = resource.Kind switch
        {
            "Service" => OfServices,
            "EndpointSlice" or "Pod" => OfEndpoints,
            _ => default,
        };
        return annotations.Keys
            .Where(key => key.StartsWith(Annotations.Prefix, StringComparison.Ordinal) && !read.Contains(key))
            .Order(StringComparer.Ordinal)
            .Select(key => All.Contains(key) ? Misplaced(key, resource.Kind) : Unknown(key, read))
            .ToValueArray();
    }

    private static Condition Misplaced(string annotation, string kind) => AnnotationCondition.NoEffect(
        annotation,
        $"it is read on {(OfServices.Contains(annotation) ? "Services" : "EndpointSlices and Pods")}, not on {kind}");

    /// <summary>Guesses what was meant where no more than a third of the letters are wrong.</summary>
    private static Condition Unknown(string annotation, ValueArray<string> known)
    {
        var nearest = known.MinBy(candidate => EditDistance.Between(annotation, candidate));
        var isNear = nearest is not null && EditDistance.Between(annotation, nearest) * 3 <= annotation.Length - Annotations.Prefix.Length;
        return AnnotationCondition.Warning(
            annotation,
            "UnknownAnnotation",
            isNear ? $"there is no annotation {annotation}; did you mean {nearest}?" : $"there is no annotation {annotation}");
    }
}

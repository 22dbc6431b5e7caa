using Gateway.Model.Resources;

namespace Gateway.Model.Translation.Ingresses;

using IngressClasses = PersistentMap<NamespacedName, IngressClass>;

/// <summary>
/// Says which Ingresses are ours. The first of these that applies decides:
/// <list type="number">
/// <item>the annotation <c>kubernetes.io/ingress.class</c>: our class's name, or the name of an IngressClass whose controller we are;</item>
/// <item><c>spec.ingressClassName</c>: an IngressClass whose controller we are; where there is none of that name, our class's name;</item>
/// <item>the default IngressClass, the newest where there are several (as the API server's admission chooses): its controller;</item>
/// <item>no class at all: ours where the gateway stands alone.</item>
/// </list>
/// </summary>
internal static class IngressClassSelection
{
    /// <param name="unknownClass">The class the Ingress names, where nothing of that name exists.</param>
    public static bool IsOurs(Ingress ingress, IngressClasses classes, TranslationOptions options, out NamedClass? unknownClass)
    {
        unknownClass = null;
        if (ClassNamedBy(ingress) is not { } named)
            return DefaultOf(classes) is { } standard ? HasOurController(standard, options) : options.StandAlone;
        var found = classes.Find(new("", named.Name));
        if (found is null && named.Name != options.IngressClass)
            unknownClass = named;
        return named.IsLegacy
            ? named.Name == options.IngressClass || HasOurController(found, options)
            : found is null ? named.Name == options.IngressClass : HasOurController(found, options);
    }

    private static NamedClass? ClassNamedBy(Ingress ingress)
    {
        if (ingress.Annotation(Ingress.LegacyClassAnnotation) is { Length: > 0 } legacy)
            return new(legacy, IsLegacy: true);
        return ingress.Spec?.IngressClassName is { Length: > 0 } name ? new(name, IsLegacy: false) : null;
    }

    private static IngressClass? DefaultOf(IngressClasses classes) =>
        classes.Values
            .Where(candidate => candidate.Annotation(IngressClass.IsDefaultAnnotation) == "true")
            .OrderByDescending(candidate => candidate.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue)
            .ThenBy(candidate => candidate.Name)
            .FirstOrDefault();

    private static bool HasOurController(IngressClass? candidate, TranslationOptions options) =>
        candidate?.Spec?.Controller == options.ControllerName;
}

/// <summary>The class that an Ingress names, and whether by the annotation of old.</summary>
internal sealed record NamedClass(string Name, bool IsLegacy)
{
    public string Field => IsLegacy ? $"metadata.annotations[{Ingress.LegacyClassAnnotation}]" : "spec.ingressClassName";
}

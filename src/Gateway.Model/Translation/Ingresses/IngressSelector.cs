using Gateway.Model.Resources;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Ingresses;

/// <summary>Picks the Ingresses that are ours.</summary>
internal static class IngressSelector
{
    /// <summary>Null where the Ingress belongs to somebody else, who is the one to say something about it.</summary>
    public static SelectedIngress? Select(Ingress? ingress, PersistentMap<NamespacedName, IngressClass> classes, TranslationOptions options)
    {
        if (ingress is null)
            return null;
        if (IngressClassSelection.IsOurs(ingress, classes, options, out var unknownClass))
            return new(ingress, default);
        // In a cluster the class may be known to another controller; with nobody else around, silence would leave the user guessing.
        return unknownClass is not null && options.StandAlone
            ? new(null, [new(ingress.Reference, NotServed(unknownClass, options))])
            : null;
    }

    private static Condition NotServed(NamedClass named, TranslationOptions options) => new(
        ConditionSeverity.Warning,
        "ClassNotFound",
        named.Field,
        $"not served: there is no IngressClass {named.Name}; leave the class out or name {options.IngressClass}");
}

using Gateway.Model.Resources;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Ingresses;

/// <summary>An Ingress that is ours, with the objects that its translation reads; or one that there is only something to say about.</summary>
/// <param name="Ours">Null where the Ingress is not served.</param>
internal sealed record SelectedIngress(Ingress? Ours, ValueArray<Remark> Remarks) : IRemarked
{
    public IEnumerable<NamespacedName> Services => Named(BackendsOf(Ours?.Spec).Select(backend => backend?.Service?.Name));

    public IEnumerable<NamespacedName> Secrets => Named((Ours?.Spec?.Tls ?? []).Select(entry => entry?.SecretName));

    private IEnumerable<NamespacedName> Named(IEnumerable<string?> names) =>
        names.OfType<string>().Where(name => name.Length > 0).Select(name => new NamespacedName(Ours!.Metadata.Namespace, name));

    private static IEnumerable<IngressBackend?> BackendsOf(IngressSpec? spec) =>
        (spec?.Rules ?? [])
            .SelectMany(rule => rule?.Http?.Paths ?? [])
            .Select(path => path?.Backend)
            .Append(spec?.DefaultBackend);
}

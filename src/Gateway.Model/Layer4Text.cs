using System.Text;
using Gateway.Model.Translation;

namespace Gateway.Model;

/// <summary>A port on layer 4 as text: a line for each frontend, and one more where clients inside are sent to other backends.</summary>
internal static class Layer4Text
{
    public static void Append(StringBuilder text, Layer4Service service)
    {
        var scheduler = service.Scheduler is null ? "" : $" scheduler {service.Scheduler}";
        var affinity = service.ClientAffinity == TimeSpan.Zero ? "" : $" affinity ClientIP {service.ClientAffinity.TotalSeconds:0}s";
        var how = $"{service.Protocol.ToString().ToUpperInvariant()} {DesiredStateText.BalancingOf(service.LoadBalancing)}{scheduler}{affinity}";
        text.Append($"layer4 {service.Name}{DesiredStateText.NumberOf(service.Name)} {how}\n");
        foreach (var frontend in service.Frontends)
            AppendFrontend(text, frontend);
    }

    private static void AppendFrontend(StringBuilder text, Frontend frontend)
    {
        var from = frontend.SourceRanges.IsEmpty ? "" : $" from {string.Join(", ", frontend.SourceRanges)}";
        var target = frontend.Verdict == TrafficVerdict.Forward ? TextOf(frontend.Backends) : $"{frontend.Verdict}";
        text.Append($"  {frontend.Kind} {PlaceOf(frontend)} masquerade {frontend.Masquerade}{from} -> {target}\n");
        if (frontend.InternalBackends != frontend.Backends)
            text.Append($"    from inside -> {TextOf(frontend.InternalBackends)}\n");
    }

    private static string PlaceOf(Frontend frontend) => frontend switch
    {
        { Address: null } => $"{frontend.Family} *:{frontend.Port}",
        { Family: IPFamily.IPv6 } => $"[{frontend.Address}]:{frontend.Port}",
        _ => $"{frontend.Address}:{frontend.Port}",
    };

    private static string TextOf(ValueArray<Backend> backends) =>
        string.Join(", ", backends.Select(backend => $"{backend.Authority}{(backend.Weight == 1 ? "" : $" weight {backend.Weight}")}"));
}

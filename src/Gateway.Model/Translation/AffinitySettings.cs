using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

internal static class AffinitySettings
{
    private const int DefaultSeconds = 10800;
    private const int MaxSeconds = 86400;

    /// <summary>The annotation, where it is there and good, wins over <c>spec.sessionAffinity</c>.</summary>
    public static SessionAffinity Parse(Service service, List<Condition> problems)
    {
        var fromSpec = ParseSpec(service.Spec, problems);
        var text = service.Annotation(Annotations.Affinity);
        SessionAffinity? fromAnnotation = text switch
        {
            "cookie" => new(AffinityKind.Cookie, TimeSpan.Zero),
            "none" => SessionAffinity.None,
            _ => null,
        };
        if (text is not null && fromAnnotation is null)
            problems.Add(AnnotationCondition.Warning(
                Annotations.Affinity, "InvalidAffinity", $"there is no affinity \"{text}\", only cookie and none; the annotation is ignored"));
        if (fromAnnotation is not null && fromSpec.Kind == AffinityKind.ClientIP)
            problems.Add(new(
                ConditionSeverity.Info,
                "SessionAffinityOverridden",
                "spec.sessionAffinity",
                $"{Annotations.Affinity}: {text} is used instead of ClientIP"));
        return fromAnnotation ?? fromSpec;
    }

    /// <summary>Cookies are of HTTP: where the annotation asks for them, the spec is what holds on layer 4. What is bad there is told already.</summary>
    public static TimeSpan OnLayer4(Service service, SessionAffinity affinity) =>
        (affinity.Kind == AffinityKind.Cookie ? ParseSpec(service.Spec, []) : affinity).Timeout;

    private static SessionAffinity ParseSpec(ServiceSpec? spec, List<Condition> problems)
    {
        switch (spec?.SessionAffinity)
        {
            case "ClientIP":
                return new(AffinityKind.ClientIP, TimeSpan.FromSeconds(ParseTimeout(spec, problems)));
            case null or "" or "None":
                return SessionAffinity.None;
            default:
                problems.Add(new(
                    ConditionSeverity.Warning,
                    "InvalidSessionAffinity",
                    "spec.sessionAffinity",
                    $"there is no session affinity \"{spec.SessionAffinity}\", only ClientIP and None; None is used"));
                return SessionAffinity.None;
        }
    }

    private static int ParseTimeout(ServiceSpec spec, List<Condition> problems)
    {
        var seconds = spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds ?? DefaultSeconds;
        if (seconds is > 0 and <= MaxSeconds)
            return seconds;
        problems.Add(new(
            ConditionSeverity.Warning,
            "InvalidSessionAffinityTimeout",
            "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
            $"{seconds} is not within 1–{MaxSeconds}; {DefaultSeconds} is used"));
        return DefaultSeconds;
    }
}

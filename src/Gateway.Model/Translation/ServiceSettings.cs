using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>
/// What a Service asks for besides its endpoints, from its annotations and spec. Whatever is bad is a problem, and its default is used.
/// </summary>
public sealed record ServiceSettings(LoadBalancing LoadBalancing, SessionAffinity Affinity, ValueArray<Condition> Problems)
{
    public static readonly ServiceSettings Default = new(LoadBalancing.Default, SessionAffinity.None, default);

    public static ServiceSettings Parse(Service service)
    {
        var problems = new List<Condition>();
        var settings = Default with
        {
            LoadBalancing = LoadBalancingSettings.Parse(service, problems),
            Affinity = AffinitySettings.Parse(service, problems),
        };
        problems.AddRange(UnknownAnnotations.Of(service));
        return settings with { Problems = problems.ToValueArray() };
    }
}

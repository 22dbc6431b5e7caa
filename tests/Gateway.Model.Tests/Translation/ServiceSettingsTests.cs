using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

public sealed class ServiceSettingsTests
{
    [Fact]
    public void A_plain_Service_has_the_defaults_and_no_problem()
    {
        Assert.Equal(ServiceSettings.Default, ServiceSettings.Parse(Shop.Service));
        Assert.Equal(ServiceSettings.Default, ServiceSettings.Parse(new Service()));
    }

    public static TheoryData<string> Policies => [.. LoadBalancingPolicyNames.All];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_known_policy_is_taken(string policy)
    {
        var settings = Parse((Annotations.LoadBalancing, policy));

        Assert.Equal(policy, settings.LoadBalancing.Policy);
        Assert.Empty(settings.Problems);
    }

    [Theory]
    [InlineData("fastest")]
    [InlineData("Round-Robin")]
    [InlineData("")]
    public void An_unknown_policy_is_a_problem_that_lists_the_known_ones_and_the_default_is_used(string policy)
    {
        var settings = Parse((Annotations.LoadBalancing, policy));

        Assert.Equal("round-robin", settings.LoadBalancing.Policy);
        var problem = Assert.Single(settings.Problems);
        Assert.Equal(
            (ConditionSeverity.Warning, "UnknownLoadBalancingPolicy", "metadata.annotations[yarp-gateway.io/load-balancing]"),
            (problem.Severity, problem.Reason, problem.Field));
        Assert.Contains($"\"{policy}\"", problem.Message, StringComparison.Ordinal);
        Assert.All(LoadBalancingPolicyNames.All, known => Assert.Contains(known, problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("weighted-round-robin")]
    [InlineData("least-request")]
    [InlineData("power-of-two-choices")]
    [InlineData("random")]
    public void Slow_start_is_a_duration(string policy)
    {
        var settings = Parse((Annotations.LoadBalancing, policy), (Annotations.SlowStart, "1m30s"));

        Assert.Equal(TimeSpan.FromSeconds(90), settings.LoadBalancing.SlowStart);
        Assert.Empty(settings.Problems);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("-5s")]
    [InlineData("soon")]
    public void A_bad_slow_start_is_a_problem_and_there_is_none(string text)
    {
        var settings = Parse((Annotations.LoadBalancing, "least-request"), (Annotations.SlowStart, text));

        Assert.Equal(TimeSpan.Zero, settings.LoadBalancing.SlowStart);
        Assert.Equal("InvalidSlowStart", Assert.Single(settings.Problems).Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("round-robin")]
    [InlineData("maglev")]
    public void Slow_start_without_a_policy_that_has_it_is_told(string? policy)
    {
        var settings = policy is null
            ? Parse((Annotations.SlowStart, "30s"))
            : Parse((Annotations.SlowStart, "30s"), (Annotations.LoadBalancing, policy));

        Assert.Equal("AnnotationHasNoEffect", Assert.Single(settings.Problems).Reason);
    }

    public static TheoryData<string, HashKey> HashKeys => new()
    {
        { "client-address", HashKey.ClientAddress },
        { "header:X-User", new(HashKeySource.Header, "X-User") },
        { "cookie:session_id", new(HashKeySource.Cookie, "session_id") },
    };

    [Theory]
    [MemberData(nameof(HashKeys))]
    public void What_maglev_hashes_is_taken_from_hash_on(string text, HashKey expected)
    {
        var settings = Parse((Annotations.LoadBalancing, "maglev"), (Annotations.HashOn, text));

        Assert.Equal(expected, settings.LoadBalancing.HashKey);
        Assert.Empty(settings.Problems);
    }

    [Theory]
    [InlineData("header:")]
    [InlineData("header:two words")]
    [InlineData("header:a:b")]
    [InlineData("X-User")]
    [InlineData("query:user")]
    [InlineData(":x")]
    [InlineData("")]
    public void A_bad_hash_on_is_a_problem_and_the_clients_address_is_hashed(string text)
    {
        var settings = Parse((Annotations.LoadBalancing, "maglev"), (Annotations.HashOn, text));

        Assert.Equal(HashKey.ClientAddress, settings.LoadBalancing.HashKey);
        Assert.Equal("InvalidHashKey", Assert.Single(settings.Problems).Reason);
    }

    [Fact]
    public void Hash_on_without_maglev_is_told()
    {
        var problem = Assert.Single(Parse((Annotations.HashOn, "header:X-User")).Problems);

        Assert.Equal(("AnnotationHasNoEffect", "metadata.annotations[yarp-gateway.io/hash-on]"), (problem.Reason, problem.Field));
    }

    [Fact]
    public void Problems_of_several_annotations_are_all_told()
    {
        var settings = Parse((Annotations.LoadBalancing, "x"), (Annotations.SlowStart, "x"), (Annotations.HashOn, "x"), (Annotations.Affinity, "x"));

        Assert.Equal(
            ["UnknownLoadBalancingPolicy", "InvalidSlowStart", "InvalidHashKey", "InvalidAffinity"],
            settings.Problems.Select(problem => problem.Reason));
    }

    private static ServiceSettings Parse(params (string, string)[] annotations) => ServiceSettings.Parse(Shop.ServiceWith(new(), annotations));
}

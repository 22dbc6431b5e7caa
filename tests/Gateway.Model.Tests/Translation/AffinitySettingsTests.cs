using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

public sealed class AffinitySettingsTests
{
    private static readonly ServiceSpec ClientIP = new() { SessionAffinity = "ClientIP" };

    [Fact]
    public void ClientIP_lasts_three_hours_where_nothing_else_is_said()
    {
        Assert.Equal(new SessionAffinity(AffinityKind.ClientIP, TimeSpan.FromHours(3)), Parse(ClientIP).Affinity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(86400)]
    public void The_timeout_may_be_from_a_second_to_a_day(int seconds)
    {
        var settings = Parse(WithTimeout(seconds));

        Assert.Equal(TimeSpan.FromSeconds(seconds), settings.Affinity.Timeout);
        Assert.Empty(settings.Problems);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86401)]
    public void A_timeout_out_of_range_is_a_problem_and_the_default_is_used(int seconds)
    {
        var settings = Parse(WithTimeout(seconds));

        Assert.Equal(TimeSpan.FromHours(3), settings.Affinity.Timeout);
        var problem = Assert.Single(settings.Problems);
        Assert.Equal(
            ("InvalidSessionAffinityTimeout", "spec.sessionAffinityConfig.clientIP.timeoutSeconds"), (problem.Reason, problem.Field));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("None")]
    public void None_is_the_default(string? affinity)
    {
        Assert.Equal(ServiceSettings.Default, Parse(new() { SessionAffinity = affinity }));
    }

    [Fact]
    public void An_unknown_affinity_in_the_spec_is_a_problem_and_there_is_none()
    {
        var settings = Parse(new() { SessionAffinity = "clientip" });

        Assert.Equal(AffinityKind.None, settings.Affinity.Kind);
        Assert.Equal("InvalidSessionAffinity", Assert.Single(settings.Problems).Reason);
    }

    [Fact]
    public void The_annotation_gives_affinity_by_cookie()
    {
        var settings = Parse(new(), "cookie");

        Assert.Equal(AffinityKind.Cookie, settings.Affinity.Kind);
        Assert.Empty(settings.Problems);
    }

    [Theory]
    [InlineData("cookie", AffinityKind.Cookie)]
    [InlineData("none", AffinityKind.None)]
    public void The_annotation_wins_over_ClientIP_and_says_so(string annotation, AffinityKind expected)
    {
        var settings = Parse(ClientIP, annotation);

        Assert.Equal(expected, settings.Affinity.Kind);
        var problem = Assert.Single(settings.Problems);
        Assert.Equal((ConditionSeverity.Info, "SessionAffinityOverridden"), (problem.Severity, problem.Reason));
    }

    [Theory]
    [InlineData("Cookie")]
    [InlineData("header")]
    [InlineData("")]
    public void A_bad_annotation_is_a_problem_and_the_spec_holds(string annotation)
    {
        var settings = Parse(ClientIP, annotation);

        Assert.Equal(AffinityKind.ClientIP, settings.Affinity.Kind);
        Assert.Equal("InvalidAffinity", Assert.Single(settings.Problems).Reason);
    }

    private static ServiceSpec WithTimeout(int seconds) =>
        ClientIP with { SessionAffinityConfig = new() { ClientIP = new() { TimeoutSeconds = seconds } } };

    private static ServiceSettings Parse(ServiceSpec spec, string? annotation = null) =>
        ServiceSettings.Parse(annotation is null ? Shop.ServiceWith(spec) : Shop.ServiceWith(spec, (Annotations.Affinity, annotation)));
}

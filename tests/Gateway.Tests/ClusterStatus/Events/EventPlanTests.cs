using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.ClusterStatus;
using Gateway.ClusterStatus.Events;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.ClusterStatus.Events;

public sealed partial class EventPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly StatusOptions Options = new([], null, "yarp-gateway", "gateway", "gw-0", "yarp-gateway.io/controller");
    private static readonly Condition Refusal = new(ConditionSeverity.Error, "InvalidPath", "spec.rules[0]", "the path is no path");

    private static readonly Ingress Web = new()
    {
        Metadata = new() { Name = "web", Namespace = "shop", Uid = "u-1", ResourceVersion = "7" },
    };

    [Fact]
    public void A_refusal_is_told_on_its_object()
    {
        var planned = Assert.Single(Plan(Web, Refusal));

        Assert.Equal(
            $$"""
            {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"{{planned.Name}}","namespace":"shop"},"eventTime":"2026-11-22T00:00:00.000000Z","reportingController":"yarp-gateway.io/controller","reportingInstance":"gw-0","action":"Translate","reason":"InvalidPath","regarding":{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","namespace":"shop","name":"web","uid":"u-1","resourceVersion":"7"},"note":"spec.rules[0]: the path is no path","type":"Warning"}
            """.Trim(),
            JsonSerializer.Serialize(EventPlan.Write(planned, Web, EventVoice.Leader, Options, Now), EventJson.Default.KubernetesEvent));
    }

    [Fact]
    public void What_is_only_worth_knowing_is_not_told()
    {
        var plan = Plan(Web, Refusal with { Severity = ConditionSeverity.Info }, Refusal with { Severity = ConditionSeverity.Warning });

        Assert.Equal(ConditionSeverity.Warning, Assert.Single(plan).Condition.Severity);
    }

    [Fact]
    public void The_same_has_the_same_name_and_anything_else_another()
    {
        Assert.Equal(NameOf(Web, Refusal), NameOf(Web with { Metadata = Web.Metadata with { ResourceVersion = "8" } }, Refusal));
        Assert.Equal(
            6,
            new[]
            {
                NameOf(Web, Refusal),
                NameOf(Web, Refusal with { Reason = "Other" }),
                NameOf(Web, Refusal with { Field = "spec.rules[1]" }),
                NameOf(Web, Refusal with { Message = "other" }),
                NameOf(Web with { Metadata = Web.Metadata with { Uid = "u-2" } }, Refusal),
                NameOf(new Service { Metadata = Web.Metadata with { Name = "web" } }, Refusal),
            }.Distinct().Count());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(253)]
    public void Names_are_valid_however_long_that_of_the_object_is(int length)
    {
        var name = NameOf(Web with { Metadata = Web.Metadata with { Name = string.Concat(Enumerable.Repeat("a-b.c", 60))[..length] } }, Refusal);

        Assert.InRange(name.Length, 1, 253);
        Assert.Matches(Subdomain(), name);
    }

    [Fact]
    public void Events_on_objects_without_a_namespace_are_in_the_one_called_default()
    {
        var planned = Assert.Single(Plan(new IngressClass { Metadata = new() { Name = "yarp" } }, Refusal));

        Assert.Equal("default", planned.Namespace);
        Assert.Null(EventPlan.Write(planned, new IngressClass { Metadata = new() { Name = "yarp" } }, EventVoice.Leader, Options, Now).Regarding.Namespace);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("🐘")]
    public void Notes_are_cut_to_what_the_API_takes(string character)
    {
        var planned = Assert.Single(Plan(Web, Refusal with { Message = string.Concat(Enumerable.Repeat(character, 2000)) }));
        var note = EventPlan.Write(planned, Web, EventVoice.Leader, Options, Now).Note;

        Assert.InRange(Encoding.UTF8.GetByteCount(note), 1018, 1024);
        Assert.EndsWith($"{character}…", note, StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_that_is_too_long_is_cut() => Assert.Equal(
        128,
        EventPlan.Write(Assert.Single(Plan(Web, Refusal)), Web, EventVoice.Leader, Options with { Identity = new('x', 300) }, Now).ReportingInstance.Length);

    private static string NameOf(KubernetesObject resource, Condition condition) => Assert.Single(Plan(resource, condition)).Name;

    private static PlannedEvent[] Plan(KubernetesObject resource, params Condition[] conditions) => [.. EventPlan.Build(resource, new([.. conditions]))];

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Subdomain();
}

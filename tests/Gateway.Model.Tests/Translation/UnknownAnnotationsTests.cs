using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

public sealed class UnknownAnnotationsTests
{
    [Theory]
    [InlineData("yarp-gateway.io/load-balancer", "yarp-gateway.io/load-balancing")]
    [InlineData("yarp-gateway.io/loadbalancing", "yarp-gateway.io/load-balancing")]
    [InlineData("yarp-gateway.io/Expose", "yarp-gateway.io/expose")]
    [InlineData("yarp-gateway.io/slowstart", "yarp-gateway.io/slow-start")]
    [InlineData("yarp-gateway.io/hosts", "yarp-gateway.io/host")]
    public void A_slip_of_the_pen_is_told_with_what_was_meant(string written, string meant)
    {
        var problem = Assert.Single(UnknownAnnotations.Of(Service(written)));

        Assert.Equal(
            (ConditionSeverity.Warning, "UnknownAnnotation", $"metadata.annotations[{written}]"),
            (problem.Severity, problem.Reason, problem.Field));
        Assert.EndsWith($"did you mean {meant}?", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yarp-gateway.io/rate-limit-per-minute")]
    [InlineData("yarp-gateway.io/rust")]
    [InlineData("yarp-gateway.io/")]
    public void An_annotation_that_is_like_no_other_is_told_without_a_guess(string written)
    {
        var problem = Assert.Single(UnknownAnnotations.Of(Service(written)));

        Assert.DoesNotContain("did you mean", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Known_annotations_and_those_of_others_are_passed_over()
    {
        Assert.Empty(UnknownAnnotations.Of(Service(
            Annotations.Expose, Annotations.Host, Annotations.Path, Annotations.LoadBalancing, Annotations.SlowStart, Annotations.Affinity, Annotations.HashOn,
            Annotations.Entry, Annotations.IpvsScheduler,
            "kubectl.kubernetes.io/last-applied-configuration", "yarp-gateway.example/expose")));
        Assert.Empty(UnknownAnnotations.Of(new Service()));
    }

    [Fact]
    public void A_weight_on_a_Service_is_told_to_belong_elsewhere()
    {
        var problem = Assert.Single(UnknownAnnotations.Of(Service(Annotations.Weight)));

        Assert.Equal("AnnotationHasNoEffect", problem.Reason);
        Assert.Contains("EndpointSlices and Pods", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_and_EndpointSlices_may_have_a_weight()
    {
        Assert.Empty(UnknownAnnotations.Of(Shop.Slice("s").WithWeight("3")));
        Assert.Empty(UnknownAnnotations.Of(new Pod { Metadata = new() { Annotations = new Dictionary<string, string> { [Annotations.Weight] = "3" } } }));
    }

    [Fact]
    public void Several_are_told_in_order()
    {
        var fields = ServiceSettings.Parse(Service("yarp-gateway.io/zzz", "yarp-gateway.io/aaa")).Problems.Select(problem => problem.Field);

        Assert.Equal(["metadata.annotations[yarp-gateway.io/aaa]", "metadata.annotations[yarp-gateway.io/zzz]"], fields);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("host", "host", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("host", "hots", 2)]
    [InlineData("kitten", "sitting", 3)]
    public void The_distance_of_words_counts_letters(string left, string right, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(left, right));
    }

    private static Service Service(params string[] annotations) => Shop.ServiceWith(new(), [.. annotations.Select(key => (key, "x"))]);
}

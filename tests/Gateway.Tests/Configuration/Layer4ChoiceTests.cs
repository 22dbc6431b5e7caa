using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class Layer4ChoiceTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void In_a_cluster_it_goes_by_the_right_to_program_the_network(bool mayProgramme, bool inKernel) =>
        Assert.Equal(inKernel, Layer4Choice.Of(Layer4Mode.Auto, SourceKind.Kubernetes, mayProgramme).InKernel);

    [Fact]
    public void Where_that_right_is_missing_the_reason_is_told() => Assert.Equal(
        OperatingSystem.IsLinux() ? "it has no CAP_NET_ADMIN" : "this is not Linux", Layer4Choice.Of(Layer4Mode.Auto, SourceKind.Kubernetes, false).WhyNot);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_a_laptop_it_is_off_and_nothing_is_told(bool mayProgramme) =>
        Assert.Equal(new(false, null), Layer4Choice.Of(Layer4Mode.Auto, SourceKind.Manifests, mayProgramme));

    [Fact]
    public void What_is_asked_for_by_name_is_done_whatever_the_source_and_the_rights() => Assert.All(
        [SourceKind.Kubernetes, SourceKind.Manifests],
        source =>
        {
            Assert.Equal(new(true, null), Layer4Choice.Of(Layer4Mode.Ipvs, source, false));
            Assert.Equal(new(false, null), Layer4Choice.Of(Layer4Mode.Off, source, true));
            Assert.Equal(new(false, null), Layer4Choice.Of(Layer4Mode.Userspace, source, true));
        });
}

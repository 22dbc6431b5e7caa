using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class SourceChoiceTests : IDisposable
{
    private readonly TestEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void Outside_of_a_pod_a_folder_is_served() => Assert.Equal(SourceKind.Manifests, Source());

    [Fact]
    public void In_a_pod_the_cluster_is_served()
    {
        _environment.WithVariable("KUBERNETES_SERVICE_HOST", "10.0.0.1");

        Assert.Equal(SourceKind.Kubernetes, Source());
    }

    [Fact]
    public void In_a_pod_a_folder_that_was_asked_for_is_served()
    {
        _environment.WithVariable("KUBERNETES_SERVICE_HOST", "10.0.0.1").WithOption("--manifests", "Manifests", "/manifests");

        Assert.Equal(SourceKind.Manifests, Source());
    }

    [Fact]
    public void A_kubeconfig_means_its_cluster()
    {
        _environment.WithOption("--kubeconfig", "Kubernetes:Kubeconfig", "config");

        Assert.Equal(SourceKind.Kubernetes, Source());
    }

    [Fact]
    public void A_context_means_its_cluster()
    {
        _environment.WithOption("--context", "Kubernetes:Context", "dev");

        Assert.Equal(SourceKind.Kubernetes, Source());
    }

    [Fact]
    public void A_source_that_is_named_is_taken()
    {
        _environment.WithVariable("KUBERNETES_SERVICE_HOST", "10.0.0.1").WithVariable("Gateway__Source", "Manifests");

        Assert.Equal(SourceKind.Manifests, Source());
    }

    [Fact]
    public void A_cluster_has_more_time_to_stop_and_no_development_certificates()
    {
        _environment.WithVariable("Gateway__Source", "kubernetes");

        var options = _environment.Read().Options;
        Assert.Equal(TimeSpan.FromSeconds(30), options.ShutdownTimeout);
        Assert.False(options.Http.DevelopmentCertificates);
        Assert.False(options.Translation.StandAlone);
    }

    private SourceKind Source() => _environment.Read().Options.Source;
}

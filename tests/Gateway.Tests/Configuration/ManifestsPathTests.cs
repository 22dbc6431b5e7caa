using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class ManifestsPathTests : IDisposable
{
    private readonly TestEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void A_relative_path_means_the_current_directory()
    {
        Directory.CreateDirectory(Path.Combine(_environment.CurrentDirectory, "k8s"));

        Assert.Equal("k8s", ManifestsPath.Resolve("k8s", _environment.Process));
    }

    [Fact]
    public void The_demo_is_found_from_anywhere()
    {
        var product = Path.GetDirectoryName(_environment.ProgramDirectory)!;
        _environment.WithFile(product, "appsettings.json", "{}").WithFile(product, "deploy/dev/a.yaml", "");

        Assert.Equal(Path.Combine(product, "deploy/dev"), ManifestsPath.Resolve("deploy/dev", _environment.Process));
    }

    [Fact]
    public void A_published_program_finds_the_demo_beside_it()
    {
        _environment.WithFile(_environment.ProgramDirectory, "appsettings.json", "{}").WithFile(_environment.ProgramDirectory, "deploy/dev/a.yaml", "");

        Assert.Equal(Path.Combine(_environment.ProgramDirectory, "deploy/dev"), ManifestsPath.Resolve("deploy/dev", _environment.Process));
    }

    [Fact]
    public void The_current_directory_wins()
    {
        _environment
            .WithFile(_environment.ProgramDirectory, "appsettings.json", "{}")
            .WithFile(_environment.ProgramDirectory, "deploy/dev/a.yaml", "")
            .WithFile(_environment.CurrentDirectory, "deploy/dev/a.yaml", "");

        Assert.Equal("deploy/dev", ManifestsPath.Resolve("deploy/dev", _environment.Process));
    }

    [Fact]
    public void A_path_that_is_nowhere_stays_as_it_was_written() => Assert.Equal("nowhere", ManifestsPath.Resolve("nowhere", _environment.Process));

    [Fact]
    public void An_absolute_path_is_itself()
    {
        Assert.Equal(_environment.CurrentDirectory, ManifestsPath.Resolve(_environment.CurrentDirectory, _environment.Process));
    }
}

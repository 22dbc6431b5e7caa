using System.Net;

namespace Gateway.KernelLab.Serving;

/// <summary>One gateway for all tests that do not end it: emulated, it takes many seconds to start. Each test has Services of its own.</summary>
public sealed class SharedScene : IAsyncLifetime
{
    internal Scene Scene { get; private set; } = null!;

    /// <summary>Where the pods of this gateway are, and its client is not.</summary>
    internal static IPNetwork PodNetwork(bool ipv6) => IPNetwork.Parse(ipv6 ? "fd00:2::/32" : "10.2.0.0/16");

    public async ValueTask InitializeAsync()
    {
        if (Lab.WhySkipped is not null)
            return;
        Scene = new Scene().Start(
            [], [.. new[] { false, true }.Select((ipv6, index) => ($"Layer4__PodNetworks__{index}", PodNetwork(ipv6).ToString()))]);
        await Scene.ReadyAsync();
    }

    public ValueTask DisposeAsync()
    {
        Scene?.Dispose();
        return default;
    }
}

[CollectionDefinition(nameof(SharedScene))]
public sealed class SharedSceneTests : ICollectionFixture<SharedScene>;

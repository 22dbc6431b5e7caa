namespace Gateway.KernelLab.Serving;

/// <summary>One gateway for all tests that do not end it: emulated, it takes many seconds to start. Each test has Services of its own.</summary>
public sealed class SharedScene : IAsyncLifetime
{
    internal Scene Scene { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Lab.WhySkipped is not null)
            return;
        Scene = new Scene().Start([]);
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

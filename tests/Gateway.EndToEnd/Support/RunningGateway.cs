namespace Gateway.EndToEnd.Support;

/// <summary>A gateway that serves a folder of manifests, and its URLs under any host name.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private RunningGateway(TestFolder folder, GatewayProcess process)
    {
        Folder = folder;
        Process = process;
    }

    public TestFolder Folder { get; }

    public GatewayProcess Process { get; }

    public int HttpPort => Process.HttpPort;

    public int HttpsPort => Process.HttpsPort;

    /// <summary>The user's folder of the gateway's process, where the development CA is kept.</summary>
    public string Home => Folder.Home;

    /// <param name="settings">Keys of the section <c>Gateway</c>, such as <c>Http:ActivityTimeout</c>.</param>
    public static async Task<RunningGateway> StartAsync(TestFolder folder, params (string Key, string Value)[] settings)
    {
        var process = await GatewayProcess.ServeAsync(
            folder,
            start =>
            {
                foreach (var (key, value) in settings)
                    start.Environment[$"Gateway__{key.Replace(":", "__", StringComparison.Ordinal)}"] = value;
            },
            "run", "--manifests", folder.Manifests);
        return new(folder, process);
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine($"{Process.Output}\n{Process.Errors}");
        await Process.DisposeAsync();
    }

    public Uri Http(string host, string path = "/") => new($"http://{host}:{HttpPort}{path}");

    public Uri Https(string host, string path = "/") => new($"https://{host}:{HttpsPort}{path}");
}

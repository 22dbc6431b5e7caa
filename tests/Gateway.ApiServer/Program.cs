using System.Runtime.InteropServices;
using Gateway.ApiServer;

// dotnet Gateway.ApiServer.dll [--port N] [--kubeconfig FILE] [--manifests FOLDER] [--gateway-api]
var options = new ApiServerOptions
{
    Port = Argument("--port") is { } port ? int.Parse(port) : 0,
    GatewayApi = args.Contains("--gateway-api"),
    KubernetesService = true,
};
using var stopped = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await using var server = await ApiServerDouble.StartAsync(options);
if (Argument("--manifests") is { } folder)
{
    foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
    {
        if (Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
            server.Apply(File.ReadAllText(file));
    }
}
if (Argument("--kubeconfig") is { } kubeconfig)
    server.WriteKubeconfig(kubeconfig);
Console.WriteLine(server.Address.GetLeftPart(UriPartial.Authority));
await Task.Delay(Timeout.Infinite, stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

string? Argument(string name) => Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length ? args[index + 1] : null;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.Cancel();
}

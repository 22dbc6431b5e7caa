using System.Diagnostics;
using System.Text;

namespace Gateway.ApiServer.Tests;

public sealed class ProcessTests
{
    [Fact]
    public async Task It_runs_as_a_process_with_manifests_and_a_kubeconfig()
    {
        var folder = Directory.CreateTempSubdirectory("double-").FullName;
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(Path.Combine(folder, "map.yaml"), "{ apiVersion: v1, kind: ConfigMap, metadata: { name: one, namespace: shop } }");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(ApiServerDouble).Assembly.Location, "--port", "0", "--kubeconfig", kubeconfig, "--manifests", folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var address = await process.StandardOutput.ReadLineAsync(Deadline.Token());

            Assert.StartsWith("https://127.0.0.1:", address, StringComparison.Ordinal);
            var fields = (await File.ReadAllLinesAsync(kubeconfig)).Select(line => line.Trim().Split(": ")).Where(field => field.Length == 2)
                .ToLookup(field => field[0], field => field[1]);
            Assert.Equal(address, fields["server"].Single());
            var authority = Encoding.UTF8.GetString(Convert.FromBase64String(fields["certificate-authority-data"].Single()));
            using var client = new ApiTestClient(new(address!), authority, fields["token"].Single());
            Assert.Equal("one", (await client.GetAsync("/api/v1/configmaps")).Json["items"]![0]!["metadata"]!["name"]!.GetValue<string>());
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Deadline.Token());
            Directory.Delete(folder, recursive: true);
        }
    }
}

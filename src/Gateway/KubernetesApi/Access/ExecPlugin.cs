using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Gateway.KubernetesApi.Access;

/// <summary>Calls a credential plugin. What it prints for the gateway is never told to anybody; what it says on its standard error is.</summary>
internal sealed class ExecPlugin(ExecCall call, TimeProvider time)
{
    /// <summary>Below the time that a request has, so that whoever waits is told why.</summary>
    public static readonly TimeSpan Limit = ApiClient.AnswerTimeout - TimeSpan.FromSeconds(5);

    private const int MaxOutput = 1024 * 1024;
    private const int MaxErrors = 8 * 1024;

    /// <exception cref="HttpRequestException">It gave no credential. The message says why, for people.</exception>
    public async Task<ExecCredentialStatus> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput.BaseStream, MaxOutput);
            var errors = ReadAsync(process.StandardError.BaseStream, MaxErrors);
            await Task.WhenAll(output, errors, process.WaitForExitAsync(either.Token)).WaitAsync(either.Token);
            if (process.ExitCode != 0)
                throw Failure($"ended with exit code {process.ExitCode}{Said(await errors)}");
            return Parse(await output, Said(await errors));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure($"did not end within {Limit.TotalSeconds} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public HttpRequestException Failure(string reason) => new($"{call.Name} {reason}");

    private Process Start()
    {
        var start = new ProcessStartInfo(call.Path, call.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in call.Environment)
            start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = Request();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw Failure($"cannot be started: {error.Message}{call.InstallHint}");
        }
    }

    /// <summary>An ExecCredential without a status: what the plugin is asked for.</summary>
    private string Request()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", call.ApiVersion);
            json.WriteString("kind", "ExecCredential");
            json.WriteStartObject("spec");
            json.WriteBoolean("interactive", false);
            try
            {
                call.Cluster?.Write(json);
            }
            catch (FormatException error)
            {
                throw Failure($"cannot be told of the cluster: {error.Message}");
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private ExecCredentialStatus Parse(byte[] output, string said)
    {
        try
        {
            var credential = JsonSerializer.Deserialize(output, ExecCredentialJson.Default.ExecCredential);
            if (credential is not { Kind: "ExecCredential" })
                throw Failure($"printed no ExecCredential{said}");
            if (credential.ApiVersion != call.ApiVersion)
                throw Failure($"printed an ExecCredential of another apiVersion than {call.ApiVersion}{said}");
            if (credential.Status is not ({ Token.Length: > 0 } or { ClientCertificateData.Length: > 0 }))
                throw Failure($"printed an ExecCredential with neither a token nor a certificate{said}");
            return credential.Status;
        }
        catch (JsonException error)
        {
            // The parser's own words may hold a piece of the credential; the path is made of the names of fields.
            throw Failure($"printed what is no ExecCredential, at {error.Path ?? "$"}{said}");
        }
    }

    private static string Said(byte[] errors) => ExecText.OneLine(Encoding.UTF8.GetString(errors)) is { Length: > 0 } words ? $": {words}" : "";

    /// <summary>Reads to the end and keeps the beginning, so that nobody waits for a reader.</summary>
    private static async Task<byte[]> ReadAsync(Stream stream, int max)
    {
        var kept = new MemoryStream();
        var buffer = new byte[8 * 1024];
        while (await stream.ReadAsync(buffer) is var length and > 0)
            kept.Write(buffer, 0, Math.Min(length, max - (int)kept.Length));
        return kept.ToArray();
    }
}

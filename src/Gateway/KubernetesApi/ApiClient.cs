using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.KubernetesApi;

/// <summary>
/// Requests to one API server. Everything that goes wrong is an <see cref="ApiException"/>; nothing is tried again here, since only the caller
/// knows what that would mean.
/// </summary>
/// <param name="http">Knows the way and the credentials. Not disposed here.</param>
/// <param name="server">The root of the API, such as <c>https://10.96.0.1/</c>; it may have a path.</param>
internal sealed class ApiClient(HttpMessageInvoker http, Uri server, TimeProvider time)
{
    /// <summary>The longest that a server may take to begin its answer, and for an answer that is read whole, to end it.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly string _root = server.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>Where it asks, for people.</summary>
    public string Server => _root;

    /// <summary>Sends a request and returns as soon as the head of a successful answer is there; the caller reads the body and disposes.</summary>
    /// <param name="path">Path and query below the root, beginning with a slash.</param>
    /// <exception cref="ApiException">No answer, or one that is no success.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        var name = $"{method} {PathOnly(path)}";
        using var limit = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(method, _root + path)
            {
                Content = body,
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            };
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.UserAgent.ParseAdd("yarp-gateway");
            var response = await http.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw await ApiErrors.ReadAsync(name, response, either.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(ApiFailure.Unreachable, name, $"no answer from {_root} within {AnswerTimeout.TotalSeconds} s", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new ApiException(ApiFailure.Unreachable, name, Words(error), error);
        }
    }

    /// <summary>Sends a request and reads the answer whole.</summary>
    /// <exception cref="ApiException">As above, or the answer is not a <typeparamref name="T"/>.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, cancellationToken);
        var name = $"{method} {PathOnly(path)}";
        using var limit = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(stream, type, either.Token)
                ?? throw new ApiException(ApiFailure.Garbage, name, "the answer is null");
        }
        catch (JsonException error)
        {
            throw new ApiException(ApiFailure.Garbage, name, $"the answer cannot be read: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(ApiFailure.Unreachable, name, $"the answer of {_root} did not end within {AnswerTimeout.TotalSeconds} s", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new ApiException(ApiFailure.Unreachable, name, Words(error), error);
        }
    }

    /// <summary>Queries hold tokens of the server's, which nobody reads.</summary>
    private static string PathOnly(string path) => path.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? path[..query] : path;

    /// <summary>The innermost exception is the one that says what happened; those around it say that something did.</summary>
    internal static string Words(Exception error) => error.GetBaseException().Message;
}

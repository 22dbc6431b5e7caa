namespace Gateway.KubernetesApi.Access;

/// <summary>
/// Credentials of a plugin. Guarantees:
/// 1. one call at a time; all who need its result wait for the same one, and none of them ends it by giving up;
/// 2. a credential is renewed a little before it expires, and when the server refuses it;
/// 3. a call that failed, or gave what was refused at once, is not repeated within <see cref="Pause"/>;
/// 4. while a renewal fails, the credential before serves until it expires.
/// </summary>
/// <param name="certificate">One that is written beside the plugin, which then has the say; null where there is none.</param>
internal sealed class ExecCredentials(ExecPlugin plugin, Reloaded<ClientCertificate>? certificate, TimeProvider time, ILogger logger) : ICredentialSource
{
    public static readonly TimeSpan Early = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Plugins that keep a credential themselves give the same one until it expires: they are not asked again and again on its last metres.</summary>
    public static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private Kept? _kept;
    private Task<Credential>? _call;
    private long _endedAt;
    private bool _isDisposed;

    private sealed class Kept(Credential credential, DateTimeOffset expires, DateTimeOffset renewal)
    {
        public Credential Credential { get; } = credential;

        public DateTimeOffset Expires { get; } = expires;

        public DateTimeOffset Renewal { get; } = renewal;
    }

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        Task<Credential> call;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_kept is { } kept && now < kept.Renewal)
                return kept.Credential;
            call = Call(_kept is not null && now < _kept.Expires ? _kept : null);
        }
        return await call.WaitAsync(cancellationToken);
    }

    public async ValueTask<Credential> RenewAsync(Credential refused, CancellationToken cancellationToken)
    {
        Task<Credential> call;
        lock (_gate)
        {
            if (_kept is { } kept && !ReferenceEquals(kept.Credential, refused))
                return kept.Credential;
            call = Call(null);
        }
        return await call.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isDisposed)
                _stop.Cancel();
            _isDisposed = true;
        }
        _stop.Dispose();
    }

    /// <param name="spare">What serves on where the call fails.</param>
    private Task<Credential> Call(Kept? spare)
    {
        var isFresh = _call is not null && (!_call.IsCompleted || time.GetElapsedTime(_endedAt) < Pause);
        return isFresh ? _call! : _call = RunAsync(spare);
    }

    private async Task<Credential> RunAsync(Kept? spare)
    {
        // Off the caller's thread and out of its lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return Keep(Build(await plugin.RunAsync(_stop.Token)));
        }
        catch (HttpRequestException error) when (spare is not null)
        {
            logger.RenewalFailed(error.Message);
            return Keep(new(spare.Credential, spare.Expires, Later(time.GetUtcNow() + RenewalPause, spare.Expires)));
        }
        finally
        {
            lock (_gate)
                _endedAt = time.GetTimestamp();
        }
    }

    private Kept Build(ExecCredentialStatus status)
    {
        try
        {
            var header = status.Token is { Length: > 0 } token ? AuthorizationHeader.Bearer("its token", System.Text.Encoding.UTF8.GetBytes(token)) : null;
            var shown = certificate?.Current() ?? (status.ClientCertificateData is { Length: > 0 } pem
                ? ClientCertificate.Parse("its clientCertificateData", Bytes(pem), "its clientKeyData", Bytes(status.ClientKeyData ?? ""))
                : null);
            var expires = status.ExpirationTimestamp ?? DateTimeOffset.MaxValue;
            var renewal = status.ExpirationTimestamp is null ? expires : Later(expires - Early, time.GetUtcNow() + RenewalPause);
            return new(new(header, shown), expires, renewal);
        }
        catch (FormatException error)
        {
            throw plugin.Failure($"gave what cannot be used: {error.Message}");
        }
    }

    private Credential Keep(Kept kept)
    {
        lock (_gate)
            _kept = kept;
        return kept.Credential;
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}

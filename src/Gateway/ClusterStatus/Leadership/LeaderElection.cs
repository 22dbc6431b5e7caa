using Gateway.ClusterStatus.Pacing;
using Gateway.KubernetesApi;

namespace Gateway.ClusterStatus.Leadership;

/// <summary>
/// Elects one of the replicas by a lease. Guarantees:
/// 1. at most one leads: it stops <see cref="LeaseTimings.RenewDeadline"/> after its last renewal began, and no other begins before
///    <see cref="LeaseTimings.Duration"/> after having seen that renewal;
/// 2. clocks need not agree: each measures, by its own, how long the lease has stood unchanged;
/// 3. one that ends in order gives the lease back, and the next has it at its next look.
/// </summary>
internal sealed class LeaderElection(
    LeaseClient leases,
    StatusOptions options,
    LeaseTimings timings,
    TimeProvider time,
    Random random,
    ILogger<LeaderElection> logger) : BackgroundService, ITerms
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<CancellationToken> _nextTerm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _term;
    private Lease? _lease;
    private long _seenAt;
    private long _renewedAt;
    private bool _isFailing;

    /// <summary>By the clock too: a process that was suspended finds that it leads no more.</summary>
    public bool IsLeader
    {
        get
        {
            lock (_gate)
                return _term is not null && SinceRenewal < timings.RenewDeadline;
        }
    }

    bool ITerms.IsInTerm => IsLeader;

    private TimeSpan SinceRenewal => time.GetElapsedTime(Volatile.Read(ref _renewedAt));

    /// <summary>Waits until this replica leads, and gives a token that ends when it does no more.</summary>
    public Task<CancellationToken> WaitForTermAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _nextTerm.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await TryAsync(stoppingToken);
            if (_term is not null)
            {
                var left = timings.RenewDeadline - SinceRenewal;
                if (left <= TimeSpan.Zero)
                    EndTerm();
                else if (left < pause)
                    pause = left;
            }
            await Task.Delay(pause, time, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!EndTerm())
            return;
        // Even where the host has no more patience: requests that took long to finish are no reason for the others to wait.
        using var limit = new CancellationTokenSource(timings.ReleaseTimeout, time);
        try
        {
            await ReleaseAsync(limit.Token);
        }
        catch (Exception error) when (error is ApiException or OperationCanceledException)
        {
            logger.LeaseNotReleased(leases.Name, error.Message);
        }
    }

    public override void Dispose()
    {
        EndTerm();
        base.Dispose();
    }

    /// <summary>Takes or renews the lease where that is possible, and says when to look again.</summary>
    private async Task<TimeSpan> TryAsync(CancellationToken cancellationToken)
    {
        var patience = _term is null ? timings.RenewDeadline : timings.RenewDeadline - SinceRenewal;
        if (patience <= TimeSpan.Zero)
            return TimeSpan.Zero;
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (!await RenewAsync(either.Token) && !await AcquireAsync(either.Token))
                EndTerm();
            _isFailing = false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed($"no answer within {patience.TotalSeconds:0} s");
        }
        catch (ApiException error) when (error.Failure is ApiFailure.Conflict or ApiFailure.AlreadyExists)
        {
            // Another replica was quicker. What it wrote is read at the next look.
        }
        catch (ApiException error) when (error.Failure == ApiFailure.Forbidden && _term is null)
        {
            if (!_isFailing)
                logger.LeaseForbidden(leases.Name, error.Message);
            _isFailing = true;
            return Jittered(timings.ForbiddenRetry);
        }
        catch (ApiException error)
        {
            Failed(error.Message);
        }
        return Jittered(timings.Retry);
    }

    /// <summary>The usual case in one request: the lease is still as we wrote it last. False where we do not lead, or it is not.</summary>
    private async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        if (_term is null || _lease is null)
            return false;
        try
        {
            await WriteAsync(_lease, cancellationToken);
            return true;
        }
        catch (ApiException error) when (error.Failure is ApiFailure.Conflict or ApiFailure.NotFound or ApiFailure.Invalid)
        {
            // Somebody else wrote it, or it is gone: servers say so in either way.
            return false;
        }
    }

    /// <summary>False where somebody else has it.</summary>
    private async Task<bool> AcquireAsync(CancellationToken cancellationToken)
    {
        See(await leases.ReadAsync(cancellationToken));
        return await WriteAsync(_lease, cancellationToken);
    }

    private async Task<bool> WriteAsync(Lease? current, CancellationToken cancellationToken)
    {
        var wanted = LeasePlan.Build(current, time.GetElapsedTime(_seenAt), leases.Name, options.Identity, timings, time.GetUtcNow());
        if (wanted is null)
            return false;
        // The moment before the others can see it, not the one after: so the deadline is on the safe side.
        var started = time.GetTimestamp();
        See(await leases.WriteAsync(wanted, cancellationToken));
        Volatile.Write(ref _renewedAt, started);
        BeginTerm();
        return true;
    }

    private void See(Lease? lease)
    {
        if (lease is null || _lease is null || !lease.Spec.IsSameSignAs(_lease.Spec))
            _seenAt = time.GetTimestamp();
        _lease = lease;
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        // A renewal may have been under way when we were told to stop, so the version that we know need not be the newest.
        if (await leases.ReadAsync(cancellationToken) is { } current && current.Spec.HolderIdentity == options.Identity)
            await leases.WriteAsync(LeasePlan.Release(current, time.GetUtcNow()), cancellationToken);
    }

    private void BeginTerm()
    {
        lock (_gate)
        {
            if (_term is not null)
                return;
            _term = new();
            _nextTerm.SetResult(_term.Token);
        }
        logger.Leading(options.Identity);
    }

    private bool EndTerm()
    {
        CancellationTokenSource? ended;
        lock (_gate)
        {
            ended = _term;
            if (ended is null)
                return false;
            _term = null;
            _nextTerm = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        logger.LeadingNoMore(options.Identity);
        ended.Cancel();
        ended.Dispose();
        return true;
    }

    private void Failed(string reason)
    {
        if (!_isFailing)
            logger.LeaseFails(leases.Name, reason);
        _isFailing = true;
    }

    private TimeSpan Jittered(TimeSpan delay) => delay * (1 + (0.2 * random.NextDouble()));
}

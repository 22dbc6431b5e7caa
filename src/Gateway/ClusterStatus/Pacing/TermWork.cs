using Gateway.Model;

namespace Gateway.ClusterStatus.Pacing;

/// <summary>
/// Works through objects in the terms in which this replica may, a few at a time: at the beginning of a term through all of them, then through those that
/// are added. Out of them it keeps no list.
/// </summary>
internal sealed class TermWork(ITerms terms, TimeProvider time, ILogger logger)
{
    private const int AtATime = 4;

    private static readonly TimeSpan AfterDefect = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterPause = TimeSpan.FromSeconds(1);

    private readonly WorkQueue<ObjectReference> _queue = new(time);

    /// <summary>How many objects wait.</summary>
    public int Waiting => _queue.Count;

    /// <summary>There is nothing to do at this moment.</summary>
    public bool IsIdle => _queue.IsIdle || !terms.IsInTerm;

    public void Add(ObjectReference reference) => _queue.Add(reference);

    /// <param name="all">The objects that there may be something to do about.</param>
    /// <param name="work">Does what there is to do about one, and says after which time to look again, if no change comes before; null for never.</param>
    public async Task RunAsync(
        Func<IEnumerable<ObjectReference>> all, Func<ObjectReference, CancellationToken, Task<TimeSpan?>> work, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var term = await terms.WaitForTermAsync(cancellationToken);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(term, cancellationToken);
            _queue.Open();
            foreach (var reference in all())
                _queue.Add(reference);
            try
            {
                await Parallel.ForEachAsync(
                    _queue.ReadAllAsync(either.Token),
                    new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = either.Token },
                    (reference, token) => WorkOnAsync(reference, work, token));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The term is over.
            }
            finally
            {
                _queue.Close();
            }
        }
    }

    private async ValueTask WorkOnAsync(
        ObjectReference reference, Func<ObjectReference, CancellationToken, Task<TimeSpan?>> work, CancellationToken cancellationToken)
    {
        try
        {
            // By the clock: a process that was suspended must not go on where it was.
            var again = terms.IsInTerm ? await work(reference, cancellationToken) : AfterPause;
            if (again is { } delay)
                _queue.Add(reference, delay);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // A defect of ours must not end the process: it has traffic to carry.
            logger.WorkFailed(reference, error);
            _queue.Add(reference, AfterDefect);
        }
        finally
        {
            _queue.Done(reference);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gateway.Api;

/// <summary>
/// Clients that wait until answers come from where a change says. Each asks over its own warm connection and without a rest; there are so many that a change
/// hardly has to wait for one of them.
/// </summary>
internal sealed class Answers : IDisposable
{
    private const int Clients = 4;

    private readonly BlockingCollection<Question> _questions = [];
    private readonly ConcurrentQueue<Answer> _answers = [];
    private readonly Task[] _clients;
    private int _requests;

    public Answers(int port) => _clients =
    [
        .. Enumerable.Range(0, Clients).Select(_ => Task.Factory.StartNew(
            () => Ask(port), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
    ];

    private sealed record Question(string Host, IReadOnlyList<string> Addresses, long Since);

    /// <param name="Milliseconds">From the change to the answer.</param>
    /// <param name="RequestMilliseconds">One more request to the same host, when there was nothing to wait for.</param>
    internal sealed record Answer(long Since, double Milliseconds, double RequestMilliseconds);

    /// <summary>How many requests were made.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <param name="since">The timestamp of the moment before the change.</param>
    public void Await(string host, IReadOnlyList<string> addresses, long since) => _questions.Add(new(host, addresses, since));

    /// <summary>All answers, in the order of the changes.</summary>
    public async Task<IReadOnlyList<Answer>> EndAsync()
    {
        _questions.CompleteAdding();
        await Task.WhenAll(_clients);
        return [.. _answers.OrderBy(answer => answer.Since)];
    }

    public void Dispose() => _questions.Dispose();

    private void Ask(int port)
    {
        using var probe = new Probe(port);
        foreach (var question in _questions.GetConsumingEnumerable())
        {
            probe.Await(question.Host, (_, body) => IsExpected(question, body));
            var answered = Stopwatch.GetTimestamp();
            probe.Get(question.Host);
            Interlocked.Increment(ref _requests);
            _answers.Enqueue(new(
                question.Since,
                Stopwatch.GetElapsedTime(question.Since, answered).TotalMilliseconds,
                Stopwatch.GetElapsedTime(answered).TotalMilliseconds));
        }
    }

    private bool IsExpected(Question question, string body)
    {
        Interlocked.Increment(ref _requests);
        return question.Addresses.Contains(body);
    }
}

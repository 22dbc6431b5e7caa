using System.Runtime.CompilerServices;

namespace Gateway.EndToEnd.Support;

/// <summary>Awaits a condition, and fails when it does not come true in time.</summary>
internal static class Eventually
{
    /// <param name="otherwise">What to say when it does not.</param>
    public static async Task IsTrue(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var limit = new CancellationTokenSource(Deadline.Long);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"not true within {Deadline.Long.TotalSeconds} s: {otherwise()}");
            await Task.Delay(5);
        }
    }

    public static Task IsTrue(Func<bool> condition, Func<string> otherwise) => IsTrue(() => Task.FromResult(condition()), otherwise);

    public static Task IsTrue(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => IsTrue(condition, () => what);

    public static Task IsTrue(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => IsTrue(condition, () => what);
}

using System.Runtime.CompilerServices;

namespace Gateway.ApiServer.Tests.Support;

/// <summary>Awaits a condition, and fails when it does not come true in time.</summary>
internal static class Eventually
{
    public static Task IsTrue(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        IsTrue(() => Task.FromResult(condition()), what);

    public static async Task IsTrue(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var limit = Deadline.Token();
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"not true within {Deadline.Long.TotalSeconds} s: {what}");
            await Task.Delay(5);
        }
    }
}

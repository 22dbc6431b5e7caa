namespace Gateway.Hosting;

/// <summary>Where the continuation of a socket operation runs.</summary>
internal static class SocketScheduling
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// On the thread that polls the sockets, where <paramref name="inline"/>: cheaper per request. The runtime reads this variable when the process
    /// opens its first socket, so this is called before. What the user set stays.
    /// </summary>
    public static void Choose(bool inline)
    {
        if (inline && Environment.GetEnvironmentVariable(InlineCompletions) is null)
            Environment.SetEnvironmentVariable(InlineCompletions, "1");
    }
}

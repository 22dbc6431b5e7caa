using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.KernelLab.Support;

/// <summary>A network namespace of our own, with its loopback link up, removed at the end.</summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int CLONE_NEWNET = 0x40000000;
    private static int _made;

    private readonly SafeFileHandle _handle;

    private NetworkNamespace(string name)
    {
        Name = name;
        _handle = File.OpenHandle($"/run/netns/{name}");
    }

    /// <summary>As <c>ip netns</c> knows it.</summary>
    public string Name { get; }

    /// <param name="role">What it is in the test; its name begins with it.</param>
    public static NetworkNamespace Create(string role)
    {
        var name = $"{role}-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";
        Command.Run("ip", "netns", "add", name);
        var made = new NetworkNamespace(name);
        made.Run("ip", "link", "set", "lo", "up");
        return made;
    }

    public void Dispose()
    {
        _handle.Dispose();
        Command.Run("ip", "netns", "delete", Name);
    }

    /// <summary>Runs a program in here; its standard output.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public string Run(string program, params IEnumerable<string> arguments) => Try(program, arguments).Succeeded();

    public CommandOutcome Try(string program, IEnumerable<string> arguments, string? input = null) =>
        // A process is in the namespace of the thread that starts it; by way of "ip netns exec" it would be one process more.
        Inside(() => Command.Try(program, arguments, input));

    /// <summary>One that goes on beside the test, which has to end it, and that sees the namespace in /sys, too.</summary>
    public Process Start(string program, params IEnumerable<string> arguments) => Command.Start("ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>Runs lines of the command <c>ip</c> in one go.</summary>
    public void Ip(params IEnumerable<string> lines) => Command.Try("ip", ["-n", Name, "-batch", "-"], string.Join('\n', lines)).Succeeded();

    /// <param name="name">Such as <c>net/ipv4/ip_forward</c>.</param>
    public void SetSysctl(string name, string value) => Inside(() => File.WriteAllText($"/proc/sys/{name}", value));

    public string GetSysctl(string name) => Inside(() => File.ReadAllText($"/proc/sys/{name}").Trim());

    public void Inside(Action action) => Inside(() =>
    {
        action();
        return true;
    });

    /// <summary>Runs code in here, on a thread of its own that ends with it. Async code must not: it would go on elsewhere.</summary>
    public T Inside<T>(Func<T> function)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (SetNamespace(_handle, CLONE_NEWNET) != 0)
                    throw new InvalidOperationException($"setns {Name}: {Marshal.GetLastPInvokeErrorMessage()}");
                result = function();
            }
            catch (Exception cause)
            {
                failure = ExceptionDispatchInfo.Capture(cause);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle handle, int kind);
}

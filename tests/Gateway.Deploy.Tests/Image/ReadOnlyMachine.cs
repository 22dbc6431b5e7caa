using System.Diagnostics;
using System.Globalization;

namespace Gateway.Deploy.Tests.Image;

/// <summary>
/// This machine as a container of ours sees its own: every file can be read and none written, by a user who is nobody and may become nobody else.
/// </summary>
internal static class ReadOnlyMachine
{
    /// <summary>The root again at $1, to be looked at only; with the kernel's own file systems in it. The rest is the command.</summary>
    private const string Script = """
        set -e
        root=$1; directory=$2; user=$3; shift 3
        mount --make-rprivate /
        mount --bind / "$root"
        mount -o remount,bind,ro "$root"
        mount --rbind /proc "$root/proc"
        mount --rbind /dev "$root/dev"
        exec chroot "$root" setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all \
          sh -c 'cd "$0" && exec "$@"' "$directory" "$@"
        """;

    /// <summary>Skips the test where this user cannot make such a thing.</summary>
    public static async Task EnsurePossibleAsync()
    {
        var hasTools = Environment.IsPrivilegedProcess && Command.Exists("unshare") && Command.Exists("setpriv");
        Assert.SkipUnless(hasTools, "to make everything read-only takes root, unshare and setpriv");
        var probe = await Command.RunAsync(new("unshare", ["--mount", "true"]));
        Assert.SkipUnless(probe.Code == 0, $"a mount namespace cannot be had here: {probe.Errors}");
    }

    /// <param name="mountPoint">An empty folder.</param>
    public static ProcessStartInfo Start(
        string mountPoint, string directory, int user, IEnumerable<string> command, IReadOnlyDictionary<string, string?> environment)
    {
        string[] arguments = ["--mount", "sh", "-c", Script, "sh", mountPoint, directory, user.ToString(CultureInfo.InvariantCulture), .. command];
        var start = new ProcessStartInfo("unshare", arguments);
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}

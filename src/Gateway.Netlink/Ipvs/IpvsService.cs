using System.Net.Sockets;

namespace Gateway.Netlink.Ipvs;

/// <summary>A virtual service as it is configured. Every value is validated where it is set.</summary>
public sealed record IpvsService(IpvsServiceKey Key)
{
    /// <summary>IP_VS_SCHEDNAME_MAXLEN with its terminating zero.</summary>
    private const int MaxSchedulerName = 15;

    internal const uint MaxTimeoutSeconds = 31 * 24 * 60 * 60;

    /// <summary>Such as <c>rr</c>: the name of a scheduler the kernel has; 1–15 ASCII characters.</summary>
    public string Scheduler
    {
        get;
        init => field = value is { Length: > 0 and <= MaxSchedulerName } && !value.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? value
            : throw new ArgumentException($"{nameof(Scheduler)} \"{value}\" is no name of a scheduler: 1–{MaxSchedulerName} visible ASCII characters", nameof(value));
    } = "rr";

    /// <summary>What the caller wants; <see cref="IpvsServiceFlags.Hashed"/> is the kernel's and never compared.</summary>
    public IpvsServiceFlags Flags { get; init => field = value & ~IpvsServiceFlags.Hashed; }

    /// <summary>Whole seconds, 1 s–31 days; without <see cref="IpvsServiceFlags.Persistent"/> zero.</summary>
    public TimeSpan PersistenceTimeout
    {
        get;
        init
        {
            IpvsRanges.EnsureRange((long)value.TotalSeconds, 0, MaxTimeoutSeconds, nameof(PersistenceTimeout));
            field = TimeSpan.FromSeconds((long)value.TotalSeconds);
        }
    }

    /// <summary>How much of a client's address makes it one client, in bits: 0–32 for IPv4, 1–128 for IPv6. All of it by default.</summary>
    public int PersistencePrefix
    {
        get;
        init
        {
            IpvsRanges.EnsureRange(value, Key.Family == AddressFamily.InterNetwork ? 0 : 1, FullPrefix(Key), nameof(PersistencePrefix));
            field = value;
        }
    } = FullPrefix(Key);

    private static int FullPrefix(IpvsServiceKey key) => key.Family == AddressFamily.InterNetwork ? 32 : 128;
}

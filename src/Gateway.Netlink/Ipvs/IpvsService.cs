using System.Net.Sockets;

namespace Gateway.Netlink.Ipvs;

/// <summary>A virtual service as it is configured. Every value is validated where it is set.</summary>
public sealed record IpvsService
{
    /// <summary>IP_VS_SCHEDNAME_MAXLEN with its terminating zero.</summary>
    private const int MaxSchedulerName = 15;

    /// <summary>The kernel counts them in 32 bits, in ticks of at least a millisecond; what is more than that it would take, and make less of it.</summary>
    internal const uint MaxTimeoutSeconds = uint.MaxValue / 1000;

    /// <exception cref="ArgumentException">The key is the default of its type.</exception>
    public IpvsService(IpvsServiceKey key)
    {
        IpvsRanges.EnsureKey(key, nameof(key));
        Key = key;
        PersistencePrefix = FullPrefix;
    }

    public IpvsServiceKey Key { get; }

    /// <summary>Such as <c>rr</c>: the name of a scheduler the kernel has, else it has ENOENT; 1–15 visible ASCII characters. <c>none</c> is for none.</summary>
    public string Scheduler
    {
        get;
        init => field = value is { Length: > 0 and <= MaxSchedulerName } && !value.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? value
            : throw new ArgumentException($"{nameof(Scheduler)} \"{value}\" is no scheduler: 1–{MaxSchedulerName} visible ASCII characters", nameof(value));
    } = "rr";

    /// <summary>What the caller wants; <see cref="IpvsServiceFlags.Hashed"/> is the kernel's and never compared.</summary>
    public IpvsServiceFlags Flags { get; init => field = value & ~IpvsServiceFlags.Hashed; }

    /// <summary>
    /// Whole seconds, 0–4,294,967 (49 days). The kernel takes it of every service, and minds it where that is <see cref="IpvsServiceFlags.Persistent"/>.
    /// </summary>
    public TimeSpan PersistenceTimeout
    {
        get;
        init => field = IpvsRanges.WholeSeconds(value, MaxTimeoutSeconds, nameof(PersistenceTimeout));
    }

    /// <summary>
    /// How much of a client's address makes it one client, in bits: 0–32 for IPv4, 1–128 for IPv6, where the kernel has EINVAL for 0 also without persistence.
    /// All of it by default.
    /// </summary>
    public int PersistencePrefix
    {
        get;
        init
        {
            IpvsRanges.EnsureRange(value, Key.Family == AddressFamily.InterNetwork ? 0 : 1, FullPrefix, nameof(PersistencePrefix));
            field = value;
        }
    }

    private int FullPrefix => Key.Family == AddressFamily.InterNetwork ? 32 : 128;
}

namespace Gateway.ClusterStatus.Events;

/// <summary>Who tells of it, and how fast.</summary>
/// <param name="Name">What it is that is written, for people.</param>
/// <param name="Action">What was being done.</param>
/// <param name="Preface">Before each note. Not what an event is known by: the same from another node is the same, and not told twice.</param>
/// <param name="Burst">So many at once, and then <paramref name="PerSecond"/>.</param>
internal sealed record EventVoice(string Name, string Action, string Preface, double PerSecond, int Burst)
{
    /// <summary>The one replica that tells what everybody sees.</summary>
    public static readonly EventVoice Leader = new("events", "Translate", "", 5, 25);

    /// <summary>Each replica, of what is so on its node. Slowly, for there may be a thousand of them with the same to tell.</summary>
    public static EventVoice Node(string name) => new("events of the node", "Serve", $"on node {name}: ", 0.2, 25);
}

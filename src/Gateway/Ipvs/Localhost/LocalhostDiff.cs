using Gateway.Model;

namespace Gateway.Ipvs.Localhost;

/// <summary>What is to be done so that the listeners are those of another plan.</summary>
internal static class LocalhostDiff
{
    /// <summary>
    /// Each case of a port: it comes; it goes; it is another Service's now, whose clients the ones before are not; its Service is served at other addresses of
    /// the node.
    /// </summary>
    public static IEnumerable<LocalhostStep> Of(
        PersistentMap<LocalhostPort, LocalhostListener> before, PersistentMap<LocalhostPort, LocalhostListener> after)
    {
        foreach (var change in after.ChangesSince(before))
        {
            var isSameOwner = change.Before?.Owner == change.After?.Owner;
            if (change.Before is not null && !isSameOwner)
                yield return new LocalhostStep.Close(change.Key);
            if (change.After is { } listener)
                yield return isSameOwner ? new LocalhostStep.Redirect(change.Key, listener) : new LocalhostStep.Open(change.Key, listener);
        }
    }
}

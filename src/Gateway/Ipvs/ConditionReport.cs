using Gateway.Ipvs.Planning;
using Gateway.Model;

namespace Gateway.Ipvs;

/// <summary>Tells of each condition once, when it comes up.</summary>
internal sealed class ConditionReport(ILogger logger)
{
    private PersistentMap<ObjectReference, ObjectConditions> _told = PersistentMap<ObjectReference, ObjectConditions>.Empty;

    /// <param name="now">All that there are. That there is no IPVS at all concerns every Service, and is told by itself.</param>
    public void Tell(PersistentMap<ObjectReference, ObjectConditions> now)
    {
        foreach (var (reference, before, after) in now.ChangesSince(_told))
            foreach (var condition in after?.Items ?? default)
                if (condition.Reason != ServiceConditions.NotAvailableReason && !(before?.Items ?? default).Contains(condition))
                    logger.ConditionCameUp(reference, condition.Reason, condition.Message);
        _told = now;
    }
}

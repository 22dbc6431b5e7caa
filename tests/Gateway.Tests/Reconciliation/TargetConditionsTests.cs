using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.Tests.Reconciliation;

public sealed class TargetConditionsTests
{
    private static readonly ObjectReference Web = new("Service", new("shop", "web"));
    private static readonly ObjectConditions Some = new([new(ConditionSeverity.Warning, "Reason", "", "words")]);

    private readonly TargetConditions _conditions = new();
    private readonly List<int> _raised = [];

    public TargetConditionsTests() => _conditions.Changed += (_, _) => _raised.Add(_conditions.Current.Count);

    [Fact]
    public void Those_who_follow_it_are_called_when_something_changed_and_only_then()
    {
        _conditions.Publish(PersistentMap<ObjectReference, ObjectConditions>.Empty);
        _conditions.Publish(PersistentMap<ObjectReference, ObjectConditions>.Empty.Set(Web, Some));
        _conditions.Publish(PersistentMap<ObjectReference, ObjectConditions>.Empty.Set(Web, Some));
        _conditions.Publish(PersistentMap<ObjectReference, ObjectConditions>.Empty);

        Assert.Equal([1, 0], _raised);
        Assert.Empty(_conditions.Current);
    }
}

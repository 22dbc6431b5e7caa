namespace Gateway.Model.Translation.Tables;

/// <summary>Gathers the conditions of one object while it is read.</summary>
internal sealed class ConditionList(ObjectReference about)
{
    private readonly List<Remark> _remarks = [];

    public void Error(string reason, string field, string message) => Add(new(ConditionSeverity.Error, reason, field, message));

    public void Warning(string reason, string field, string message) => Add(new(ConditionSeverity.Warning, reason, field, message));

    public void Info(string reason, string field, string message) => Add(new(ConditionSeverity.Info, reason, field, message));

    public void Add(Condition condition) => _remarks.Add(new(about, condition));

    public ValueArray<Remark> ToRemarks() => _remarks.ToValueArray();
}

using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>A port of a Service on layer 4, and what is said to the Service about it.</summary>
internal sealed record Layer4Translation(Layer4Service Service, ValueArray<Remark> Remarks) : IRemarked;

using Gateway.Model;

namespace Gateway.Reconciliation;

/// <summary>A desired state with its number: the first translation is 1, and each later one is one more.</summary>
internal sealed record DesiredUpdate(long Generation, DesiredState State);

namespace Gateway.Reconciliation;

/// <summary>
/// A target has applied all that it could of a desired state, and some things were refused: those are to be tried again. Unlike any other failure it is an
/// application, so one thing that is refused does not keep the rest from being ready.
/// </summary>
internal sealed class IncompleteApplyException(string message, IEnumerable<Exception> refusals) : AggregateException(message, refusals);

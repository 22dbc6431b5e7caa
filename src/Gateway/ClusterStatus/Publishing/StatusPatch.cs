using System.Text.Json;
using Gateway.Model;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>One write to the status of an object: its addresses, or its condition.</summary>
/// <param name="What">The part that is written, and what it is to say then.</param>
internal sealed record StatusPatch(StatusPart Part, object? What, string ContentType, string Query, byte[] Body)
{
    private const string FieldManager = "yarp-gateway";

    /// <summary>One for each part that is not as wanted.</summary>
    public static IEnumerable<StatusPatch> Build(ObjectReference reference, ObservedStatus observed, WantedStatus wanted, DateTimeOffset now)
    {
        if (!observed.HasAddresses(wanted.Addresses))
            yield return OfAddresses(observed, wanted);
        if (!observed.HasCondition(wanted.Programmed))
            yield return OfCondition(reference, observed, wanted.Programmed, now);
    }

    /// <summary>The list is one value: the addresses stand instead of those that were there, unless the object has changed since.</summary>
    private static StatusPatch OfAddresses(ObservedStatus observed, WantedStatus wanted)
    {
        var body = new AddressPatch(
            new(observed.Version),
            new(new(wanted.Addresses.IsEmpty ? null : [.. wanted.Addresses])));
        return new(
            StatusPart.Addresses,
            wanted.Addresses,
            "application/merge-patch+json",
            $"?fieldManager={FieldManager}",
            JsonSerializer.SerializeToUtf8Bytes(body, StatusPatchJson.Default.AddressPatch));
    }

    /// <summary>
    /// Applied, so that it stands among the conditions of others, and goes where nothing is said any more. The moment of the last transition
    /// stays unless the status turns.
    /// </summary>
    private static StatusPatch OfCondition(ObjectReference reference, ObservedStatus observed, WantedCondition? wanted, DateTimeOffset now)
    {
        var since = observed.Programmed is { LastTransitionTime: { } time } known && known.Status == wanted?.Status ? time : now;
        var body = new AppliedStatus(
            "v1",
            reference.Kind,
            new(reference.Name.Name),
            wanted is null ? null : new(
            [
                new(WantedCondition.Type, wanted.Status, wanted.ObservedGeneration, ApiTime.Seconds(since), wanted.Reason, wanted.Message),
            ]));
        return new(
            StatusPart.Condition,
            wanted,
            "application/apply-patch+yaml",
            $"?fieldManager={FieldManager}&force=true",
            JsonSerializer.SerializeToUtf8Bytes(body, StatusPatchJson.Default.AppliedStatus));
    }
}

internal enum StatusPart
{
    Addresses,
    Condition,
}

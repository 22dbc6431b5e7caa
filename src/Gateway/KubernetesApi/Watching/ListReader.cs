using System.Buffers;
using System.Text.Json;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Watching;

/// <summary>Reads a page of a list object by object while it comes, so that no more than one of them is held as JSON.</summary>
internal sealed class ListReader(WatchedKind kind)
{
    private readonly List<KubernetesObject> _objects = [];
    private readonly List<(ObjectReference Reference, string Fault)> _unreadable = [];
    private JsonReaderState _state;
    private Place _place = Place.Start;
    private string? _version;
    private string? _continue;

    private enum Place
    {
        Start,
        List,
        Metadata,
        Items,
        Item,
        Other,
        End,
    }

    /// <exception cref="ApiException">It broke, stands still, or is no list.</exception>
    public static async Task<ListPage> ReadAsync(PatientPipe pipe, WatchedKind kind, TimeSpan patience, CancellationToken cancellationToken)
    {
        var list = new ListReader(kind);
        var least = 1;
        while (true)
        {
            var result = await pipe.ReadAsync(least, patience, cancellationToken);
            var consumed = list.Take(result.Buffer, result.IsCompleted, pipe);
            // An object larger than what is there: no use in looking again before there is twice as much.
            least = consumed.Equals(result.Buffer.Start) ? (int)Math.Min(2 * result.Buffer.Length, WatchStream.MaxLine) : 1;
            if (consumed.Equals(result.Buffer.Start) && result.Buffer.Length >= WatchStream.MaxLine)
                throw new ApiException(ApiFailure.Garbage, pipe.Request, $"an object has more than {WatchStream.MaxLine} bytes");
            pipe.AdvanceTo(consumed, result.Buffer.End);
            if (list._place == Place.End)
                return list._version is { Length: > 0 } version
                    ? new(version, list._continue ?? "", list._objects, list._unreadable)
                    : throw new ApiException(ApiFailure.Garbage, pipe.Request, "the answer is no list: it has no resource version");
            if (result.IsCompleted)
                throw new ApiException(ApiFailure.Unreachable, pipe.Request, "the answer ends in the middle of the list");
        }
    }

    /// <summary>Takes whole values off the buffer and says how far it came.</summary>
    private SequencePosition Take(ReadOnlySequence<byte> buffer, bool isLast, PatientPipe pipe)
    {
        try
        {
            var reader = new Utf8JsonReader(buffer, isFinalBlock: false, _state);
            var whole = reader;
            while (_place != Place.End && TryTake(ref reader))
                whole = reader;
            _state = whole.CurrentState;
            return buffer.GetPosition(whole.BytesConsumed);
        }
        catch (Exception error) when (ObjectHead.IsUnreadable(error))
        {
            throw new ApiException(ApiFailure.Garbage, pipe.Request, $"the answer is no list{(isLast ? "" : " of objects")}: {error.Message}", error);
        }
    }

    // Start       {            the list begins
    // List        "name"       what comes next; } ends it
    // Metadata    a value      the version and the token
    // Items       [ or null    the objects begin, or there are none
    // Item        a value      an object; ] ends them
    // Other       a value      passed over
    private bool TryTake(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        switch (_place)
        {
            case Place.Start:
                _place = reader.TokenType == JsonTokenType.StartObject ? Place.List : throw new JsonException("it is no object");
                return true;
            case Place.List:
                _place = reader.TokenType == JsonTokenType.EndObject ? Place.End
                    : reader.ValueTextEquals("metadata"u8) ? Place.Metadata
                    : reader.ValueTextEquals("items"u8) ? Place.Items
                    : Place.Other;
                return true;
            case Place.Items:
                _place = reader.TokenType == JsonTokenType.StartArray ? Place.Item
                    : reader.TokenType == JsonTokenType.Null ? Place.List
                    : throw new JsonException("items is no array");
                return true;
            case Place.Item when reader.TokenType == JsonTokenType.EndArray:
                _place = Place.List;
                return true;
            default:
                return TryTakeValue(ref reader);
        }
    }

    private bool TryTakeValue(ref Utf8JsonReader reader)
    {
        var start = reader;
        if (!reader.TrySkip())
            return false;
        if (_place == Place.Item)
            ReadItem(start);
        else if (_place == Place.Metadata)
            ReadMetadata(start);
        _place = _place == Place.Item ? Place.Item : Place.List;
        return true;
    }

    private void ReadItem(Utf8JsonReader reader)
    {
        var again = reader;
        try
        {
            _objects.Add(kind.Read(ref reader));
        }
        catch (Exception error) when (ObjectHead.IsUnreadable(error))
        {
            _unreadable.Add((new(kind.Kind, ObjectHead.Read(ref again).Name), ObjectHead.Words(error, kind)));
        }
    }

    private void ReadMetadata(Utf8JsonReader reader)
    {
        using var metadata = JsonDocument.ParseValue(ref reader);
        foreach (var property in metadata.RootElement.EnumerateObject())
        {
            if (property.NameEquals("resourceVersion"u8))
                _version = property.Value.GetString();
            else if (property.NameEquals("continue"u8))
                _continue = property.Value.GetString();
        }
    }
}

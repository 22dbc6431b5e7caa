using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Ownership;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Admission;

/// <summary>
/// Creation and change of objects by the rules of the server. What it returns is what is in the store then, or would be if it were no dry run.
/// </summary>
internal sealed class ObjectWrites(ObjectStore store, Allocator allocator, TimeProvider time)
{
    public StoredObject Create(ResourceType type, string? @namespace, JsonObject value, WriteOptions options)
    {
        var next = value.Copy();
        next.DropNulls();
        var metadata = next.Ensure("metadata");
        lock (store.Gate)
        {
            PlaceIn(type, @namespace, metadata, options);
            var name = NameOf(type, next, options);
            if (store.Find(type, metadata.TextAt("namespace") ?? "", name) is not null)
                throw ApiErrors.AlreadyExists(type, name);
            SetSystemFields(type, metadata);
            SetInitialStatus(type, next, options);
            type.Default?.Invoke(next);
            if (!options.Applied)
            {
                metadata.Remove("managedFields");
                Ownerships.Record(type, next, null, options, Now());
            }
            Admit(type, next, null, options);
            return Write(type, next, null, options);
        }
    }

    /// <summary>Reads, changes and writes in one go.</summary>
    /// <param name="change">Given what is there, returns another object.</param>
    public StoredObject Update(ResourceType type, string @namespace, string name, Func<JsonObject, JsonObject> change, WriteOptions options)
    {
        lock (store.Gate)
        {
            var before = store.Find(type, @namespace, name) ?? throw ApiErrors.NotFound(type, name);
            var current = before.ReadAs(type);
            var next = change(current);
            next.DropNulls();
            CheckIdentity(type, before, next);
            KeepSystemFields(current, next, options);
            KeepWhatIsWrittenElsewhere(type, current, next, options);
            type.Default?.Invoke(next);
            if (!options.Applied)
                Ownerships.Record(type, next, current, options, Now());
            Admit(type, next, current, options);
            if (Changes.CountAsGeneration(type, current, next))
                next["metadata"]!["generation"] = (current.NumberAt("metadata", "generation") ?? 0) + 1;
            return Changes.AreNone(current, next) ? before : Write(type, next, before, options);
        }
    }

    /// <summary>The object as it was last; it stays, marked, as long as a finalizer wants it.</summary>
    public StoredObject Delete(ResourceType type, string @namespace, string name, JsonObject? preconditions, WriteOptions options)
    {
        lock (store.Gate)
        {
            var before = store.Find(type, @namespace, name) ?? throw ApiErrors.NotFound(type, name);
            CheckPreconditions(type, before, preconditions);
            if (options.DryRun)
                return before;
            var value = before.Read();
            if (value.ArrayAt("metadata", "finalizers") is not { Count: > 0 })
                return store.Remove(type, before);
            if (value.At("metadata", "deletionTimestamp") is not null)
                return before;
            var metadata = value["metadata"]!;
            metadata["deletionTimestamp"] = Now();
            metadata["deletionGracePeriodSeconds"] = 0;
            if (type.CountsGenerations)
                metadata["generation"] = (metadata.NumberAt("generation") ?? 0) + 1;
            return store.Put(type, before.Namespace, before.Name, value);
        }
    }

    private static void PlaceIn(ResourceType type, string? @namespace, JsonObject metadata, WriteOptions options)
    {
        if (!type.Namespaced)
        {
            metadata.Remove("namespace");
            return;
        }
        var own = metadata.TextAt("namespace");
        if (string.IsNullOrEmpty(own))
            metadata["namespace"] = @namespace ?? throw ApiErrors.BadRequest("an empty namespace may not be set during creation");
        else if (@namespace is not null && own != @namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }

    private static string NameOf(ResourceType type, JsonObject next, WriteOptions options)
    {
        var metadata = next["metadata"]!;
        var errors = new FieldErrors();
        var name = metadata.TextAt("name");
        var prefix = metadata.TextAt("generateName");
        if (string.IsNullOrEmpty(name) && !string.IsNullOrEmpty(prefix))
        {
            metadata["name"] = name = Names.Generate(prefix);
            Names.Check(type, "metadata.generateName", prefix, errors);
        }
        else if (string.IsNullOrEmpty(name))
            errors.Required("metadata.name", "name or generateName is required");
        else
            Names.Check(type, "metadata.name", name, errors);
        if (errors.All.Count > 0 && !options.Trusted)
            throw ApiErrors.Invalid(type, name ?? "", errors.All);
        return name ?? "";
    }

    private void SetSystemFields(ResourceType type, JsonObject metadata)
    {
        if (metadata["resourceVersion"] is JsonValue version && version.AsText() is not (null or "" or "0"))
            throw ApiErrors.BadRequest("resourceVersion should not be set on objects to be created");
        metadata.Remove("resourceVersion");
        metadata.Remove("deletionTimestamp");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Now();
        metadata.Remove("generation");
        if (type.CountsGenerations)
            metadata["generation"] = 1;
    }

    private static void SetInitialStatus(ResourceType type, JsonObject next, WriteOptions options)
    {
        // A node is made by the one that knows its state.
        if (!type.HasStatus || type == CoreResources.Node || (options.Trusted && next["status"] is not null))
            return;
        next.Remove("status");
        if (type.InitialStatus is { } initial)
            next["status"] = initial();
        else if (!type.IsCustom)
            next["status"] = new JsonObject();
    }

    private static void CheckIdentity(ResourceType type, StoredObject before, JsonObject next)
    {
        var metadata = next.Ensure("metadata");
        if (metadata.TextAt("resourceVersion") is { Length: > 0 } version && version != before.Version.ToString())
            throw ApiErrors.Conflict(type, before.Name);
        if (metadata.TextAt("uid") is { Length: > 0 } uid && uid != before.Uid)
        {
            throw ApiErrors.Conflict(type, before.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid}");
        }
        if (metadata.TextAt("name") is { Length: > 0 } name && name != before.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({before.Name})");
        if (type.Namespaced && metadata.TextAt("namespace") is { Length: > 0 } @namespace && @namespace != before.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }

    private static void CheckPreconditions(ResourceType type, StoredObject before, JsonObject? preconditions)
    {
        if (preconditions.TextAt("uid") is { } uid && uid != before.Uid)
            throw ApiErrors.Conflict(type, before.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid}");
        if (preconditions.TextAt("resourceVersion") is { } version && version != before.Version.ToString())
        {
            throw ApiErrors.Conflict(
                type,
                before.Name,
                $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {before.Version}");
        }
    }

    private static void KeepSystemFields(JsonObject current, JsonObject next, WriteOptions options)
    {
        var metadata = next.Ensure("metadata");
        Keep("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation");
        metadata.Remove("resourceVersion");
        if (metadata["managedFields"] is null && current.At("metadata", "managedFields") is { } fields)
            metadata["managedFields"] = fields.DeepClone();
        if (options.Subresource is not null)
            Keep("ownerReferences", "finalizers");

        void Keep(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                metadata.Remove(name);
                if (current.At("metadata", name) is { } kept)
                    metadata[name] = kept.DeepClone();
            }
        }
    }

    /// <summary>The status is written through its subresource, and there nothing else is.</summary>
    private static void KeepWhatIsWrittenElsewhere(ResourceType type, JsonObject current, JsonObject next, WriteOptions options)
    {
        if (options.Subresource == "status")
        {
            foreach (var name in next.Select(member => member.Key).Union(current.Select(member => member.Key)).ToArray())
            {
                if (name != "status" && (name != "metadata" || type.IsCustom))
                    Keep(name);
            }
        }
        else if (type.HasStatus && !options.Trusted)
            Keep("status");
        else if (type.HasStatus && next["status"] is null)
            Keep("status");

        void Keep(string name)
        {
            next.Remove(name);
            if (current.TryGetPropertyValue(name, out var kept))
                next[name] = kept?.DeepClone();
        }
    }

    /// <summary>Gives the object what it needs, and refuses what is wrong.</summary>
    private void Admit(ResourceType type, JsonObject next, JsonObject? current, WriteOptions options)
    {
        type.Allocate?.Invoke(next, current, allocator);
        if (options.Trusted)
            return;
        var errors = new FieldErrors();
        type.Validate?.Invoke(next, current, errors);
        if (errors.All.Count > 0)
            throw ApiErrors.Invalid(type, next.TextAt("metadata", "name") ?? "", errors.All);
    }

    private StoredObject Write(ResourceType type, JsonObject next, StoredObject? before, WriteOptions options)
    {
        var stored = next;
        if (type.View is { } view)
        {
            stored = view.ToStored(next);
            view.Of.Default?.Invoke(stored);
        }
        var @namespace = next.TextAt("metadata", "namespace") ?? "";
        var name = next.TextAt("metadata", "name") ?? "";
        if (options.DryRun)
            return StoredObject.Create(type.Stored, @namespace, name, stored, before?.Version ?? 0);
        // The last finalizer is gone, and with it the object.
        var isFree = stored.At("metadata", "deletionTimestamp") is not null && stored.ArrayAt("metadata", "finalizers") is not { Count: > 0 };
        var written = store.Put(type.Stored, @namespace, name, stored);
        return isFree ? store.Remove(type.Stored, written) : written;
    }

    public string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

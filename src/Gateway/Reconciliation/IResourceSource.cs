namespace Gateway.Reconciliation;

/// <summary>Where objects come from: a folder of manifests, or an API server.</summary>
internal interface IResourceSource
{
    /// <summary>What a person calls this source, such as <c>manifests in deploy/dev</c>.</summary>
    string Description { get; }

    /// <summary>Whether the store is in step with the source at this moment.</summary>
    SourceState State { get; }

    /// <summary>
    /// Feeds the store until cancelled, and calls <see cref="ResourceStore.MarkSynced"/> once everything there was at the start
    /// is in it. Faults of the source itself are handled inside and never end the loop.
    /// </summary>
    Task RunAsync(ResourceStore store, CancellationToken cancellationToken);
}

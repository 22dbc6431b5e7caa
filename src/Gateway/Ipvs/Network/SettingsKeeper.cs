namespace Gateway.Ipvs.Network;

/// <summary>
/// Makes the settings again and again: whoever loads the module ip_vs anew resets those that are its own. Tells of each change once, and anew only if
/// the setting was right in between.
/// </summary>
internal sealed class SettingsKeeper(IKernelNetwork network, ILogger logger)
{
    private HashSet<SettingChange> _told = [];

    /// <summary>Those that are not as they have to be, and cannot be set.</summary>
    public IReadOnlyList<SettingChange> Unset { get; private set; } = [];

    public void Keep()
    {
        var changes = network.Prepare();
        foreach (var change in changes.Where(change => !_told.Contains(change)))
            if (change.Problem is null)
                logger.SettingChanged(change.Name, change.After, change.Before, change.Reason);
            else
                logger.SettingNotChanged(change.Name, change.Before, change.After, change.Reason, change.Problem);
        _told = [.. changes];
        Unset = [.. changes.Where(change => change.Problem is not null)];
    }
}

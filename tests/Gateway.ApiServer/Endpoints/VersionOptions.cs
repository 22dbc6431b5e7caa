using System.Globalization;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Endpoints;

/// <summary>Which state of the store a list or watch asks for.</summary>
/// <param name="Version">Null where it says nothing, which is the latest.</param>
internal sealed record VersionOptions(long? Version, string? Match)
{
    public bool IsExact => Match == "Exact";

    public static VersionOptions OfList(ApiRequest request)
    {
        var version = ParseVersion(request);
        var match = request.Query("resourceVersionMatch");
        if (request.Query("sendInitialEvents") is not null)
            throw ApiErrors.InvalidOptions("sendInitialEvents", "sendInitialEvents is forbidden for list");
        if (string.IsNullOrEmpty(match))
            return new(version, null);
        if (version is null)
            throw ApiErrors.InvalidOptions("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
        if (!string.IsNullOrEmpty(request.Query("continue")))
            throw ApiErrors.InvalidOptions("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
        if (match is not ("Exact" or "NotOlderThan"))
            throw ApiErrors.InvalidOptions("resourceVersionMatch", $"resourceVersionMatch \"{match}\" is not supported");
        if (match == "Exact" && version == 0)
            throw ApiErrors.InvalidOptions("resourceVersionMatch", "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
        return new(version, match);
    }

    /// <param name="watchList">Whether the server has the feature to begin a watch with what is there.</param>
    public static VersionOptions OfWatch(ApiRequest request, bool watchList)
    {
        var version = ParseVersion(request);
        var match = request.Query("resourceVersionMatch");
        var asksForInitial = !string.IsNullOrEmpty(request.Query("sendInitialEvents"));
        if (asksForInitial && !watchList)
        {
            throw ApiErrors.InvalidOptions(
                "sendInitialEvents", "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
        }
        if (!asksForInitial && !string.IsNullOrEmpty(match))
        {
            throw ApiErrors.InvalidOptions(
                "resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }
        if (asksForInitial && match != "NotOlderThan")
        {
            throw ApiErrors.InvalidOptions(
                "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        return new(version, match);
    }

    private static long? ParseVersion(ApiRequest request)
    {
        var text = request.Query("resourceVersion");
        if (string.IsNullOrEmpty(text))
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw ApiErrors.BadRequest($"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }
}

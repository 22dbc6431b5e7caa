using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>The tables of layer 4, each from those before it: what Services ask for, the addresses they get, who has which frontend, and the ports.</summary>
internal static class Layer4Steps
{
    public static TranslationResult Translate(TranslationResult last, TranslationResult next)
    {
        next = ReadRequests(last, next);
        next = AllocateAddresses(last, next);
        next = ChooseOwners(last, next);
        return TranslatePorts(last, next);
    }

    private static TranslationResult ReadRequests(TranslationResult last, TranslationResult next)
    {
        var services = next.Snapshot.Services;
        return next with
        {
            Layer4Requests = last.Layer4Requests.Recompute(
                services.ChangesSince(last.Snapshot.Services).Keys(),
                name => Layer4RequestReader.Read(services.Find(name), next.Services.Find(name)?.Settings, next.Options)),
        };
    }

    /// <summary>All at once, as each takes what the others leave, but only where a Service asks for something else than it did.</summary>
    private static TranslationResult AllocateAddresses(TranslationResult last, TranslationResult next)
    {
        var requests = last.AddressRequests.Project(next.Layer4Requests.ChangesSince(last.Layer4Requests), request => request.Pool);
        if (ReferenceEquals(requests, last.AddressRequests))
            return next;
        var allocated = AddressAllocator.Allocate(requests.Values, next.Options.AddressPools);
        return next with
        {
            AddressRequests = requests,
            AddressAllocations = last.AddressAllocations.Recompute(last.AddressRequests.Keys.Concat(requests.Keys), allocated.GetValueOrDefault),
        };
    }

    private static TranslationResult ChooseOwners(TranslationResult last, TranslationResult next)
    {
        var dirty = next.Layer4Requests.ChangesSince(last.Layer4Requests).Keys()
            .Concat(next.AddressAllocations.ChangesSince(last.AddressAllocations).Keys());
        var plans = last.Layer4Plans.Recompute(dirty, name => Layer4Plan.Build(next.Layer4Requests.Find(name), next.AddressAllocations.Find(name)));
        var claims = last.FrontendClaims.Update(plans.ChangesSince(last.Layer4Plans), name => name, ClaimsOf);
        return next with
        {
            Layer4Plans = plans,
            FrontendClaims = claims,
            FrontendOwners = last.FrontendOwners.Recompute(
                claims.ChangesSince(last.FrontendClaims).Keys(), key => FrontendOwner.Choose(key, claims.Find(key))),
        };
    }

    /// <summary>The ports of Services that changed or whose endpoints did, and those that win or lose a frontend.</summary>
    private static TranslationResult TranslatePorts(TranslationResult last, TranslationResult next)
    {
        var services = next.Node != last.Node
            ? last.Layer4Plans.Keys.Concat(next.Layer4Plans.Keys)
            : next.Layer4Plans.ChangesSince(last.Layer4Plans).Keys()
                .Concat(next.Snapshot.Services.ChangesSince(last.Snapshot.Services).Keys())
                .Concat(next.Snapshot.SlicesByService.ChangesSince(last.Snapshot.SlicesByService).Keys());
        var owners = next.FrontendOwners.ChangesSince(last.FrontendOwners)
            .SelectMany(change => new[] { change.Before, change.After })
            .OfType<FrontendOwner>()
            .Select(owner => owner.Port);
        var dirty = services.Distinct()
            .SelectMany(service => PortsOf(last.Layer4Plans.Find(service)).Concat(PortsOf(next.Layer4Plans.Find(service))))
            .Union(owners);
        return next with
        {
            Layer4 = last.Layer4.Recompute(dirty, name => Layer4Translator.Translate(name, next, last.Layer4.Find(name)?.Service)),
        };
    }

    private static IEnumerable<KeyValuePair<FrontendKey, FrontendClaim>> ClaimsOf(Layer4Plan plan) => plan.Frontends.Select(
        frontend => KeyValuePair.Create(frontend.Key, new FrontendClaim(plan.Request.Claimant, frontend.Port, frontend.Field)));

    private static IEnumerable<ServicePortName> PortsOf(Layer4Plan? plan) => plan is null ? [] : plan.Request.Ports.Select(port => port.Name);
}

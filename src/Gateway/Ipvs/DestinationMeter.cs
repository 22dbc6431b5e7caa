using System.Diagnostics.Metrics;
using Gateway.Hosting;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

/// <summary>
/// Connections there are, by destination. The SDK keeps the point of a destination that is gone for as long as the instrument is there, so with every
/// endpoint that is replaced, room is used up. Where it is, the instrument is made anew, with room for what there is and half as much again.
/// </summary>
internal sealed class DestinationMeter : IDisposable
{
    private const int PointsPerDestination = 2;

    private readonly string _name;

    /// <summary>Those that have had points since the instrument was made.</summary>
    private readonly HashSet<(IpvsServiceKey, IpvsDestinationKey)> _told = [];

    private Meter _meter;
    private Instrument _instrument;
    private int _room = PointLimit.Default;
    private volatile IpvsObservation _newest = IpvsObservation.None;

    public DestinationMeter(string name)
    {
        _name = name;
        (_meter, _instrument) = Make();
    }

    /// <summary>For one caller at a time; what is measured meanwhile is what was observed before.</summary>
    public void Observe(IpvsObservation newest)
    {
        if (ReferenceEquals(newest.Services, _newest.Services))
            return;
        if (_instrument.Enabled)
            MakeRoom(newest);
        _newest = newest;
    }

    public void Dispose() => _meter.Dispose();

    private void MakeRoom(IpvsObservation newest)
    {
        Note(newest);
        if (_told.Count * PointsPerDestination <= _room)
            return;
        _told.Clear();
        Note(newest);
        _room = Math.Max(PointLimit.Default, _told.Count * PointsPerDestination * 3 / 2);
        // The one before has to go first: the SDK takes two of the same name for one.
        _meter.Dispose();
        (_meter, _instrument) = Make();
    }

    private void Note(IpvsObservation observation)
    {
        foreach (var (service, destinations) in observation.Services)
            foreach (var destination in destinations)
                _told.Add((service.Service.Key, destination.Destination.Key));
    }

    private (Meter Meter, Instrument Instrument) Make()
    {
        var meter = new Meter(_name);
        return (meter, meter.CreateObservableUpDownCounter(
            "gateway.ipvs.destination.connections",
            () => _newest.MeasureDestinations(),
            "{connection}", "Connections there are, by virtual service, destination and state", PointLimit.Of(_room)));
    }
}

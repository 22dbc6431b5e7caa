namespace Gateway.Configuration;

internal enum Layer4Mode
{
    Auto,
    Ipvs,
    Userspace,
    Off,
}

namespace Gateway.HttpProxy.Routing;

/// <summary>The route table in force: replaced whole, read by every request.</summary>
internal sealed class LiveRoutes
{
    private volatile RouteTable _table = RouteTable.Empty;

    public RouteTable Table
    {
        get => _table;
        set => _table = value;
    }
}

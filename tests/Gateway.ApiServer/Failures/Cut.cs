namespace Gateway.ApiServer.Failures;

/// <summary>What breaks when a watch is cut.</summary>
public enum Cut
{
    /// <summary>The response ends as if it were whole.</summary>
    End,

    /// <summary>The stream is reset; its connection lives on where it is HTTP/2.</summary>
    Stream,

    /// <summary>The connection is reset, with everything on it.</summary>
    Connection,
}

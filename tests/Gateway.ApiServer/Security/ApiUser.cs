namespace Gateway.ApiServer.Security;

/// <summary>Who asks.</summary>
public sealed record ApiUser(string Name, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";

    public static ApiUser ServiceAccount(string @namespace, string name) => new(
        $"system:serviceaccount:{@namespace}:{name}", ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"]);
}

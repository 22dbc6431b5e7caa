namespace Gateway.Deploy.Tests.Support;

/// <summary>One thing that a role allows.</summary>
/// <param name="Group">Empty for the core group.</param>
internal readonly record struct Right(string Verb, string Group, string Resource)
{
    public static IEnumerable<Right> Of(IEnumerable<KubernetesObject> roles) =>
        from role in roles
        from rule in role.Json["rules"].Items()
        from verb in rule["verbs"].Texts()
        from apiGroup in rule["apiGroups"].Texts()
        from resource in rule["resources"].Texts()
        select new Right(verb, apiGroup, resource);

    public override string ToString() => $"{Verb} {Resource}{(Group.Length == 0 ? "" : "." + Group)}";
}

using System.Collections;

namespace Gateway.Configuration;

/// <summary>What the process was given from outside besides its files and options.</summary>
/// <param name="CurrentDirectory">Absolute.</param>
/// <param name="ProgramDirectory">Absolute; where the program's own files are.</param>
internal sealed record ProcessEnvironment(
    IReadOnlyDictionary<string, string?> Variables,
    string HostName,
    string CurrentDirectory,
    string ProgramDirectory)
{
    public static ProcessEnvironment Current() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value),
        Environment.MachineName,
        Environment.CurrentDirectory,
        AppContext.BaseDirectory);

    public string HomeDirectory => Variables.GetValueOrDefault("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>What this replica calls itself in this life: the pod's name or the host's, and something that no other has.</summary>
    public string ReplicaName { get; } =
        $"{(Variables.GetValueOrDefault("POD_NAME") is { Length: > 0 } pod ? pod : HostName)}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}";

    public string NodeName => Variables.GetValueOrDefault("NODE_NAME") is { Length: > 0 } name ? name : HostName;

    /// <summary>The kubelet sets this variable in every container.</summary>
    public bool IsPod => Variables.ContainsKey("KUBERNETES_SERVICE_HOST");
}

namespace Gateway.Configuration;

/// <summary>Something in the configuration that stops the start.</summary>
/// <param name="Origin">Where it was written: a file, an environment variable, an option.</param>
/// <param name="Message">What is wrong, naming the key and the value.</param>
internal sealed record ConfigurationProblem(string Origin, string Message)
{
    public override string ToString() => $"{Origin}: {Message}";
}

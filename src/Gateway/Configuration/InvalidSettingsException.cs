namespace Gateway.Configuration;

/// <summary>Something in the configuration, in a section that a library reads, cannot be used. The message says what and where.</summary>
internal sealed class InvalidSettingsException(string message, Exception inner) : Exception(message, inner);

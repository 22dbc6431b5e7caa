namespace Gateway.KubernetesApi.Access;

internal static class FileFailure
{
    /// <summary>Why a file could not be read, as it stands behind the file's name.</summary>
    public static string Words(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "is not there",
        UnauthorizedAccessException => "may not be read",
        _ => $"cannot be read: {error.Message}",
    };
}

namespace Gateway.KubernetesApi;

/// <summary>Why a request to the API server came to nothing, as far as the caller acts differently on it.</summary>
internal enum ApiFailure
{
    /// <summary>No whole answer: no connection, no TLS, a connection that broke, a time-out.</summary>
    Unreachable,

    /// <summary>401: the credentials are not, or no longer, good.</summary>
    Unauthorized,

    /// <summary>403: who asks is known and may not.</summary>
    Forbidden,

    /// <summary>404: no such object, or no such API.</summary>
    NotFound,

    /// <summary>409: the object was changed meanwhile.</summary>
    Conflict,

    /// <summary>409: an object of that name is there already.</summary>
    AlreadyExists,

    /// <summary>410: the resource version or the continue token is older than what the server keeps.</summary>
    Expired,

    /// <summary>504 with that cause: the server's store has not reached the resource version that was asked for.</summary>
    ResourceVersionTooLarge,

    /// <summary>400 or 422: the server does not take what was sent.</summary>
    Invalid,

    /// <summary>429: slower, please.</summary>
    TooManyRequests,

    /// <summary>Any other answer that is no success.</summary>
    ServerError,

    /// <summary>A success whose body is not what was asked for.</summary>
    Garbage,
}

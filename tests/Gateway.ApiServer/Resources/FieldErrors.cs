namespace Gateway.ApiServer.Resources;

internal sealed record FieldError(string Field, string Reason, string Message);

/// <summary>What is wrong with an object, in the words of the server.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> All => _errors;

    public void Invalid(string field, string value, string why) =>
        _errors.Add(new(field, "FieldValueInvalid", $"Invalid value: {Quote(value)}: {why}"));

    public void InvalidNumber(string field, long value, string why) => _errors.Add(new(field, "FieldValueInvalid", $"Invalid value: {value}: {why}"));

    public void Required(string field, string why = "") =>
        _errors.Add(new(field, "FieldValueRequired", why.Length == 0 ? "Required value" : $"Required value: {why}"));

    public void Forbidden(string field, string why) => _errors.Add(new(field, "FieldValueForbidden", $"Forbidden: {why}"));

    public void NotSupported(string field, string value, params string[] supported) => _errors.Add(new(
        field, "FieldValueNotSupported", $"Unsupported value: {Quote(value)}: supported values: {string.Join(", ", supported.Select(Quote))}"));

    public void Add(string field, string reason, string message) => _errors.Add(new(field, reason, message));

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

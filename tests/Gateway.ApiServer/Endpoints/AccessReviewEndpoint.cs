using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Security;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Endpoints;

/// <summary>Answers the question "may I?", such as that of <c>kubectl auth can-i</c>. It is stored nowhere.</summary>
internal sealed class AccessReviewEndpoint(Authorization authorization)
{
    public static bool IsAsked(ApiRequest request) =>
        request is { Method: "POST", Group: "authorization.k8s.io", Resource: "selfsubjectaccessreviews" };

    public Task ServeAsync(HttpContext context, ApiRequest request, ApiUser user)
    {
        var review = RequestBody.Parse(request);
        var asked = review.ObjectAt("spec", "resourceAttributes");
        var resource = asked.TextAt("resource") ?? "";
        var question = asked is null
            ? new(review.TextAt("spec", "nonResourceAttributes", "verb") ?? "", "", "", "", "")
            {
                Path = review.TextAt("spec", "nonResourceAttributes", "path") ?? "/",
            }
            : new AccessQuestion(
                asked.TextAt("verb") ?? "",
                asked.TextAt("group") ?? "",
                asked.TextAt("subresource") is { Length: > 0 } subresource ? $"{resource}/{subresource}" : resource,
                asked.TextAt("namespace") ?? "",
                asked.TextAt("name") ?? "");
        review["kind"] = "SelfSubjectAccessReview";
        review["apiVersion"] = "authorization.k8s.io/v1";
        review["status"] = new JsonObject { ["allowed"] = authorization.Allows(user, question) };
        return context.WriteAsync(review, 201);
    }
}

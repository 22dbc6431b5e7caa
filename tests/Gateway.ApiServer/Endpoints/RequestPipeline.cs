using Gateway.ApiServer.Discovery;
using Gateway.ApiServer.Failures;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Security;
using Gateway.ApiServer.Statuses;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Endpoints;

/// <summary>What happens to a request, from its head to its answer.</summary>
internal sealed class RequestPipeline(
    ResourceCatalogue catalogue, Authentication authentication, Authorization authorization, RequestFaults faults, RequestLog log,
    ResourceEndpoints resources, DiscoveryEndpoint discovery, TimeProvider time)
{
    public async Task ServeAsync(HttpContext context)
    {
        var request = ReadHead(context);
        log.Add(request);
        context.Response.OnStarting(() =>
        {
            log.Answered(request, context.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            await AnswerAsync(context, request);
        }
        catch (ApiError error) when (!context.Response.HasStarted)
        {
            await context.WriteAsync(error);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ConnectionResetException)
        {
            // The client left.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await context.WriteAsync(StatusText.Failure(500, "InternalError", $"Internal error occurred: {error}"), 500);
        }
    }

    private ApiRequest ReadHead(HttpContext context) =>
        new(context.Request.Method, context.Request.Path.Value ?? "/", context.Request.QueryString.Value ?? "", context.Request.Protocol)
        {
            UserAgent = context.Request.Headers.UserAgent.ToString(),
            Accept = context.Request.Headers.Accept.ToString(),
            ContentType = context.Request.ContentType ?? "",
            Connection = context.Connection.Id,
            At = time.GetUtcNow(),
        };

    private async Task AnswerAsync(HttpContext context, ApiRequest request)
    {
        var headers = context.Response.Headers;
        headers["Audit-Id"] = Guid.NewGuid().ToString();
        headers.CacheControl = "no-cache, private";
        var user = authentication.Authenticate(context);
        request.User = user?.Name;
        if (faults.Take(request) is var (reply, withdrawn))
        {
            await SendAsync(context, reply, withdrawn);
            if (reply != Reply.Silence)
                return;
        }
        if (user is null)
            throw ApiErrors.Unauthorized();
        headers["X-Kubernetes-PF-FlowSchema-UID"] = "b189e11f-fd92-4c08-bb85-8dde86175fbf";
        headers["X-Kubernetes-PF-PriorityLevel-UID"] = "6caa7064-da60-4af3-9587-1a69be2d264f";
        authorization.Check(request, user);
        if (request.Method is "POST" or "PUT" or "PATCH" or "DELETE")
            await RequestBody.ReadAsync(context, request);
        if (request.Resource.Length == 0)
            await discovery.ServeAsync(context, request);
        else if (AccessReviewEndpoint.IsAsked(request))
            await new AccessReviewEndpoint(authorization).ServeAsync(context, request, user);
        else if (catalogue.Find(request.Group, request.Version, request.Resource) is { } type)
            await resources.ServeAsync(context, request, type);
        else
            await context.WriteNoSuchPathAsync();
    }

    private static async Task SendAsync(HttpContext context, Reply reply, Task withdrawn)
    {
        if (reply == Reply.Silence)
        {
            await withdrawn.WaitAsync(context.RequestAborted);
            return;
        }
        if (reply == Reply.Reset)
        {
            context.Abort();
            return;
        }
        if (reply.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString();
        if (!reply.Breaks)
        {
            await context.WriteAsync(reply.Body, reply.Status, reply.ContentType);
            return;
        }
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        await context.Response.BodyWriter.WriteAsync(reply.Body, context.RequestAborted);
        context.Abort();
    }
}

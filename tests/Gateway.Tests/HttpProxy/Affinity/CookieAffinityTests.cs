using Gateway.HttpProxy.Affinity;
using Gateway.Tests.HttpProxy.LoadBalancing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.Affinity;

public sealed class CookieAffinityTests
{
    private readonly CookieAffinity _affinity = new();
    private readonly DestinationState[] _destinations = Samples.Destinations(3);

    [Fact]
    public void A_client_without_a_cookie_has_no_destination()
    {
        Assert.Null(_affinity.Find(Samples.Request(), _destinations));
    }

    [Fact]
    public void A_client_that_sends_its_cookie_back_stays_on_its_destination()
    {
        Assert.Same(_destinations[1], _affinity.Find(NextRequest(_destinations[1]), _destinations));
    }

    [Fact]
    public void Another_gateway_understands_the_cookie()
    {
        var there = Samples.Destinations(5);
        Assert.Same(there[1], new CookieAffinity().Find(NextRequest(_destinations[1]), there));
    }

    [Fact]
    public void A_cookie_of_a_destination_that_left_names_none()
    {
        Assert.Null(_affinity.Find(NextRequest(_destinations[1]), [_destinations[0], _destinations[2]]));
    }

    [Fact]
    public void A_destination_of_weight_0_keeps_its_clients()
    {
        var drained = Samples.Weighted(1, 0, 1);
        Assert.Same(drained[1], _affinity.Find(NextRequest(_destinations[1]), drained));
    }

    [Theory]
    [InlineData("gateway-affinity=")]
    [InlineData("gateway-affinity")]
    [InlineData("gateway-affinity=10.0.0.1:80")]
    [InlineData("gateway-affinity=; gateway-affinity==;;;")]
    [InlineData("")]
    public void A_cookie_that_we_did_not_write_names_none(string header)
    {
        Assert.Null(_affinity.Find(RequestWith(header), _destinations));
    }

    [Theory]
    [InlineData("a=1; {0}")]
    [InlineData("{0}; a=1")]
    [InlineData("a=1;{0};b=2")]
    [InlineData("not-gateway-affinity=x; {0}")]
    [InlineData("gateway-affinity-2=x; {0}")]
    public void The_cookie_is_found_among_others(string format)
    {
        var header = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, SetCookie(_destinations[1]).Split(';')[0]);
        Assert.Same(_destinations[1], _affinity.Find(RequestWith(header), _destinations));
    }

    [Fact]
    public void The_cookie_hides_the_address_and_is_out_of_the_reach_of_scripts_and_other_sites()
    {
        Assert.Matches("^gateway-affinity=[A-Za-z0-9_-]{22}; path=/; samesite=lax; httponly$", SetCookie(_destinations[1]));
    }

    [Fact]
    public void Over_https_the_cookie_is_for_https_alone()
    {
        Assert.EndsWith("; secure", SetCookie(_destinations[1], "https"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_has_the_right_cookie_is_not_sent_it_again()
    {
        var context = NextRequest(_destinations[1]);
        _affinity.AppendTo(context.Response, _destinations[1]);
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public void A_client_whose_destination_changes_is_sent_the_new_cookie()
    {
        var context = NextRequest(_destinations[1]);
        _affinity.AppendTo(context.Response, _destinations[2]);
        Assert.Equal(SetCookie(_destinations[2]), context.Response.Headers.SetCookie);
    }

    [Fact]
    public void Cookies_of_the_destination_itself_are_kept()
    {
        var context = Samples.Request();
        context.Response.Headers.SetCookie = "session=1";
        _affinity.AppendTo(context.Response, _destinations[0]);
        Assert.Equal(new StringValues(["session=1", SetCookie(_destinations[0])]), context.Response.Headers.SetCookie);
    }

    [Fact]
    public void Clusters_of_one_host_have_cookies_of_their_own()
    {
        Assert.NotEqual(CookieAffinity.NameFor("shop/web:http"), CookieAffinity.NameFor("shop/api:http"));
        Assert.Matches("^gateway-affinity-[A-Za-z0-9_-]{8}$", CookieAffinity.NameFor("shop/web:http"));
    }

    [Fact]
    public void A_hit_allocates_nothing()
    {
        var context = NextRequest(_destinations[1]);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 10_000; i++)
                _affinity.AppendTo(context.Response, _affinity.Find(context, _destinations)!);
        }));
    }

    private string SetCookie(DestinationState destination, string scheme = "http")
    {
        var context = Samples.Request();
        context.Request.Scheme = scheme;
        _affinity.AppendTo(context.Response, destination);
        return context.Response.Headers.SetCookie.ToString();
    }

    /// <summary>What a browser sends after it was sent to the destination.</summary>
    private HttpContext NextRequest(DestinationState destination) => RequestWith(SetCookie(destination).Split(';')[0]);

    private static HttpContext RequestWith(string cookies)
    {
        var context = Samples.Request();
        context.Request.Headers.Cookie = cookies;
        return context;
    }
}

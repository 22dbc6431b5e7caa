using Gateway.ApiServer.Selectors;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Tests.Selectors;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["example.org/tier"] = "front", ["size"] = "5", ["empty"] = "" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData("app=other", false)]
    [InlineData("app!=other", true)]
    [InlineData("missing!=other", true)]
    [InlineData("app in (a, web)", true)]
    [InlineData("app notin (a,web)", false)]
    [InlineData("missing notin (a)", true)]
    [InlineData("example.org/tier", true)]
    [InlineData("!example.org/tier", false)]
    [InlineData("!missing", true)]
    [InlineData("size>4,size<6", true)]
    [InlineData("size > 5", false)]
    [InlineData("empty=", true)]
    [InlineData("app=web,missing", false)]
    public void A_selector_holds_where_all_its_conditions_do(string text, bool expected) =>
        Assert.Equal(expected, LabelSelector.Parse(text).Matches(Labels));

    [Theory]
    [InlineData("app in web")]
    [InlineData("app in (web")]
    [InlineData("=web")]
    [InlineData("app=web,")]
    [InlineData("app>x")]
    [InlineData("app web")]
    public void A_selector_that_cannot_be_read_is_refused(string text) => Assert.Equal(400, Assert.Throws<ApiError>(() => LabelSelector.Parse(text)).Code);
}

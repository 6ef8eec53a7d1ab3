using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StudySpot.Cloud.Api.Hosting;

namespace StudySpot.Cloud.Api.Tests.Hosting;

public sealed class ForwardedAddressesTests
{
    [Theory]
    [InlineData("", "10.0.0.9", "203.0.113.7", "10.0.0.9")]
    [InlineData("10.0.0.0/24", "10.0.0.9", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.0/24", "10.0.1.9", "203.0.113.7", "10.0.1.9")]
    [InlineData("10.0.0.0/24", "127.0.0.1", "203.0.113.7", "127.0.0.1")]
    // What the caller wrote in front of what the proxies wrote is not believed.
    [InlineData("10.0.0.0/24", "10.0.0.9", "198.51.100.1, 203.0.113.7, 10.0.0.8", "203.0.113.7")]
    [InlineData("10.0.0.0/24", "10.0.0.9", "nonsense", "10.0.0.9")]
    public async Task Address_HeaderFromAProxy_IsBelievedOnlyWhenTrusted(string trusted, string peer, string header, string expected)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseForwardedAddresses([.. trusted.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse)]);
        IPAddress? seen = null;
        app.Run(context =>
        {
            seen = context.Connection.RemoteIpAddress;
            return Task.CompletedTask;
        });
        var request = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(peer) } };
        request.Request.Headers["X-Forwarded-For"] = header;

        await app.Build()(request);

        seen.ShouldBe(IPAddress.Parse(expected));
    }
}

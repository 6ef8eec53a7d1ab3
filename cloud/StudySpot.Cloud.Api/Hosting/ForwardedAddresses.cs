using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace StudySpot.Cloud.Api.Hosting;

/// <summary>
/// Takes the caller's address and scheme from the header of a trusted proxy. Without it everybody behind a proxy would
/// share one address, and so one limit of sign-ins; believing just anybody would let a guesser choose a new address each time.
/// </summary>
public static class ForwardedAddresses
{
    /// <param name="proxies">Nothing is believed when empty.</param>
    public static void UseForwardedAddresses(this IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(proxies);
        if (proxies.Count == 0) return;
        // Several trusted proxies may stand in a row; reading stops at the first address that is none of them.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        // The defaults trust loopback, asked or not.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies) options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}

using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Fleet;

public sealed class GateCommandsTests(ApiFixture api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_GateConnected_GetsASignedCommandThatIsWrittenDown()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        var account = FleetTenant.NewId();
        var id = await SendAsync(tenant, gate.Bundle.GateId, account);
        await Eventually.TrueAsync(() => gate.Commands.Count == 1, "the command came");
        gate.Commands.TryPeek(out var command).ShouldBeTrue();
        command!.Id.ShouldBe(id!.Value);
        command.GateId.ShouldBe(gate.Bundle.GateId);
        command.Kind.ShouldBe("release");
        command.Direction.ShouldBe("exit");
        command.RequestedBy.ShouldBe(account);
        command.ExpiresAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        (await OutcomeAsync(tenant, id.Value)).ShouldBeNull();
    }

    [Fact]
    public async Task Send_GateNotConnected_IsWrittenDownAsFailed()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var bundle = await tenant.AddGateAsync();
        var id = await SendAsync(tenant, bundle.GateId, FleetTenant.NewId());
        (await OutcomeAsync(tenant, id!.Value)).ShouldBe("failed");
    }

    [Fact]
    public async Task Send_GateRetiredOrForeign_IsNotSent()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var other = await FleetTenant.CreateAsync(api);
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        (await SendAsync(other, gate.Bundle.GateId, FleetTenant.NewId())).ShouldBeNull();
        await tenant.RunAsync(session => session.ExecuteAsync("update gate set retired_at = now() where tenant_id = @tenant", new { tenant = tenant.Id }, Ct));
        (await SendAsync(tenant, gate.Bundle.GateId, FleetTenant.NewId())).ShouldBeNull();
        gate.Commands.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nudge_TenantsGates_HearItAndOthersDoNot()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var other = await FleetTenant.CreateAsync(api);
        await using var first = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        await using var second = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        await using var foreign = await GateSide.ConnectAsync(api, await other.AddGateAsync());
        await api.Api.Get<GateNudges>().NudgeAsync(tenant.Id, Ct);
        await Eventually.TrueAsync(() => first.Nudges == 1 && second.Nudges == 1, "both heard it");
        // Whatever was on its way to the other has come before this.
        await foreign.SyncAsync();
        foreign.Nudges.ShouldBe(0);
    }

    private Task<Guid?> SendAsync(FleetTenant tenant, Guid gate, Guid account) =>
        api.Api.Get<GateCommands>().SendAsync(tenant.Id, new GateId(gate), Direction.Exit, account, Ct);

    private Task<string?> OutcomeAsync(FleetTenant tenant, Guid command) => api.Api.Get<TenantDatabase>().InTenantAsync(tenant.Id, session =>
        session.FindAsync<string>("select outcome from gate_command where tenant_id = @tenant and command_id = @command", new { tenant = tenant.Id, command }, Ct), Ct);
}

namespace StudySpot.Access;

/// <summary>One business. Typed so that ids of different things never mix.</summary>
public readonly record struct TenantId(Guid Value) { public override string ToString() => Value.ToString("D"); }

/// <summary>One place of a tenant.</summary>
public readonly record struct HallId(Guid Value) { public override string ToString() => Value.ToString("D"); }

/// <summary>One unit at one door.</summary>
public readonly record struct GateId(Guid Value) { public override string ToString() => Value.ToString("D"); }

/// <summary>A student of a tenant.</summary>
public readonly record struct MemberId(Guid Value) { public override string ToString() => Value.ToString("D"); }

/// <summary>What the issuer signs for one phone of one member.</summary>
public readonly record struct CredentialId(Guid Value) { public override string ToString() => Value.ToString("D"); }

using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>
/// Keeps members' templates under their own keys: opens them for the gallery, makes envelopes of what is enrolled here,
/// takes in what other gates enrolled, seals keys for gates that lack them, destroys keys and signs that it did.
/// Safe for concurrent use.
/// </summary>
public sealed class FaceKeeper : IFaceTemplates, IFaceExchange
{
    /// <summary>Ciphertext beyond this is not a face's: 32 views of 512 numbers are 34 KiB.</summary>
    private const int MostCiphertext = 64 * 1024;

    private readonly GateFaceKeys _keys;
    private readonly IFaceStore _store;
    private readonly GatePlace _place;
    private readonly IGateClock _clock;
    private readonly string _modelSet;
    private readonly FaceOpener _opener;
    private readonly FaceEvents _events;
    private readonly ILogger _logger;
    /// <summary>Changes take turns; reading does not wait for them.</summary>
    private readonly Lock _changing = new();
    private volatile IReadOnlyList<FaceGate> _gates = [];

    /// <param name="modelSet">What this gate compares with.</param>
    public FaceKeeper(GateFaceKeys keys, IFaceStore store, string modelSet, GateParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        (_keys, _store, _modelSet) = (keys, store, modelSet);
        (_place, _clock, _logger) = (parts.Place, parts.Clock, parts.Logger);
        _opener = new FaceOpener(keys, parts.Place.Tenant, store, parts.Logger);
        _events = new FaceEvents(parts);
    }

    /// <inheritdoc/>
    public event Action<MemberId>? Changed;

    /// <inheritdoc/>
    public event Action? ReportAdded;

    /// <inheritdoc/>
    public FaceState State => new(_keys.Encryption.PublicKey, _keys.Signing.PublicKey, _modelSet, _store.Version, _store.Count);

    /// <inheritdoc/>
    public IEnumerable<MemberTemplates> Read(string modelSet)
    {
        foreach (var face in _store.ReadAll())
        {
            if (face.ModelSet == modelSet && _opener.Open(face) is { } templates) yield return templates;
        }
    }

    /// <inheritdoc/>
    public MemberTemplates? Find(MemberId member, string modelSet) =>
        _store.Find(member) is { } face && face.ModelSet == modelSet ? _opener.Open(face) : null;

    /// <inheritdoc/>
    public int CountOfOtherSets(string modelSet) => _store.ReadAll().Count(face => face.ModelSet != modelSet);

    /// <inheritdoc/>
    public bool AddLearned(MemberId member, FaceTemplate view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (_store.Find(member) is not { } face || face.ModelSet != _modelSet || _opener.OpenKey(face) is not { } key) return false;
        using (key)
        {
            var sealedView = TemplateCodec.Seal(key, TemplateCodec.AssociatedView(_place.Tenant.Value, face, view.Id), [view]);
            return _store.AddView(new StoredView(view.Id, member, face.Key, view.At, sealedView));
        }
    }

    /// <inheritdoc/>
    public bool RemoveLearned(MemberId member, Guid view) => _store.RemoveView(member, view);

    /// <inheritdoc/>
    public IReadOnlyList<FaceReport> ReadReports(int limit) => _store.ReadReports(limit);

    /// <inheritdoc/>
    public void Acknowledge(Guid report) => _store.DropReport(report);

    /// <summary>Stores what was enrolled here and hands it to the cloud, sealed for this gate and for those known of the tenant.</summary>
    /// <param name="requestedBy">The account that asked; for the event.</param>
    /// <exception cref="StoreUnavailableException">Nothing was written.</exception>
    public void Enrol(MemberId member, Guid consent, IReadOnlyList<FaceTemplate> views, Guid requestedBy)
    {
        ArgumentNullException.ThrowIfNull(views);
        var now = _clock.Read().Now.ToDateTimeOffset();
        var keyId = Guid.CreateVersion7(now);
        using var key = SecretKey.Generate();
        var bytes = key.Export();
        FaceEnvelope envelope;
        StoredFace face;
        try
        {
            var own = new SealedFaceKey(keyId, _place.Gate.Value, SealedBox.Seal(_keys.Encryption.PublicKey, bytes));
            var others = _gates.Where(gate => gate.GateId != _place.Gate.Value).Select(gate => TrySeal(keyId, gate, bytes)).OfType<SealedFaceKey>();
            var ciphertext = TemplateCodec.Seal(key, TemplateCodec.Associated(_place.Tenant.Value, member.Value, keyId, consent, _modelSet), views);
            envelope = new FaceEnvelope
            {
                MemberId = member.Value, KeyId = keyId, ConsentId = consent, ModelSet = _modelSet, EnrolledAt = now, Ciphertext = ciphertext, Keys = [own, .. others],
            };
            face = new StoredFace(member, keyId, consent, _modelSet, now, ciphertext, own.Box);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
        lock (_changing) _store.Write(new FaceChange(null, [face], [], [new FaceReport { Id = Guid.CreateVersion7(now), Enrolled = envelope }]));
        _events.Enrolled(member, keyId, consent, views.Count, _modelSet, requestedBy);
        Tell(member);
        ReportAdded?.Invoke();
    }

    /// <inheritdoc/>
    public bool Apply(FaceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.TenantId != _place.Tenant.Value || batch.GateId != _place.Gate.Value) return false;
        var now = _clock.Read().Now.ToDateTimeOffset();
        List<MemberId> changed = [];
        List<FaceReport> reports = [];
        List<(MemberId Member, Guid Key, FaceKeyProof Proof)> destroyed = [];
        lock (_changing)
        {
            // An older one was overtaken; one that does not follow would leave a gap.
            if (batch.BaseVersion != 0 && batch.BaseVersion != _store.Version) return false;
            if (batch.BaseVersion != 0 && batch.Version < batch.BaseVersion) return false;
            _gates = [.. batch.Gates.Where(gate => gate.EncryptionKey.Length == SealedBox.KeySize)];
            List<StoredFace> put = [];
            foreach (var entry in batch.Entries)
            {
                var member = new MemberId(entry.MemberId);
                changed.Add(member);
                if (entry.Envelope is { } envelope)
                {
                    if (Take(member, envelope) is { } face) put.Add(face);
                    continue;
                }
                var proof = Prove(entry.MemberId, entry.KeyId, now);
                reports.Add(new FaceReport { Id = Guid.CreateVersion7(now), Destroyed = proof });
                destroyed.Add((member, entry.KeyId, proof));
            }
            foreach (var wanted in batch.Reseal)
            {
                if (Reseal(wanted) is { } box) reports.Add(new FaceReport { Id = Guid.CreateVersion7(now), Resealed = box });
            }
            if (batch.BaseVersion == 0) changed.AddRange(_store.ReadAll().Select(face => face.Member));
            _store.Write(new FaceChange(batch.Version, put, [.. destroyed.Select(one => one.Key)], reports, Replace: batch.BaseVersion == 0));
        }
        foreach (var one in destroyed) _events.KeyDestroyed(one.Member, one.Key, one.Proof.Signature);
        foreach (var member in changed.Distinct()) Tell(member);
        if (reports.Count > 0) ReportAdded?.Invoke();
        return true;
    }

    private FaceKeyProof Prove(Guid member, Guid key, DateTimeOffset at) => new(
        member, key, _place.Gate.Value, at,
        _keys.Signing.Sign(FaceKeyProof.SignedBytes(_place.Tenant.Value, _place.Gate.Value, member, key, at)));

    /// <summary>Null, with a line in the log, for what this gate cannot open: it must not come between the others.</summary>
    private StoredFace? Take(MemberId member, FaceEnvelope envelope)
    {
        var box = envelope.Keys.FirstOrDefault(key => key.GateId == _place.Gate.Value && key.KeyId == envelope.KeyId);
        if (box is null || envelope.MemberId != member.Value || envelope.Ciphertext.Length > MostCiphertext)
        {
            _logger.LogWarning("The face of member {Member} is not for this gate", member);
            return null;
        }
        var face = new StoredFace(member, envelope.KeyId, envelope.ConsentId, envelope.ModelSet, envelope.EnrolledAt, envelope.Ciphertext, box.Box);
        return _opener.Open(face) is null ? null : face;
    }

    private SealedFaceKey? Reseal(FaceReseal wanted)
    {
        if (_gates.FirstOrDefault(gate => gate.GateId == wanted.GateId) is not { } gate) return null;
        if (_store.FindKey(wanted.KeyId) is not { } face || !SealedBox.TryOpen(_keys.Encryption, face.Box, out var bytes)) return null;
        try
        {
            _logger.LogInformation("Key {Key} is sealed for gate {Gate}", wanted.KeyId, wanted.GateId);
            return TrySeal(wanted.KeyId, gate, bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private SealedFaceKey? TrySeal(Guid key, FaceGate gate, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new SealedFaceKey(key, gate.GateId, SealedBox.Seal(gate.EncryptionKey, bytes));
        }
        catch (ArgumentException)
        {
            _logger.LogWarning("Gate {Gate} has a key that nothing can be sealed to", gate.GateId);
            return null;
        }
    }

    private void Tell(MemberId member)
    {
        try
        {
            Changed?.Invoke(member);
        }
        catch (Exception e)
        {
            // The gallery's trouble must not undo what is stored.
            _logger.LogError(e, "A listener of faces failed");
        }
    }
}

import { describe, expect, it } from 'vitest';
import type { FaceProof, OwnFace } from './api';
import { faceTexts as t } from './faceTexts';
import { faceLines, isInForce, isOffered } from './faceWords';

const gate = (allowed = true, enrolled = false, otherModels = false) => ({ gateId: 'g', name: 'Door', allowed, enrolled, otherModels });
const proof = (destroyedAt: string | null, retired = false): FaceProof => ({ gateId: 'g', name: 'Door', retired, destroyedAt });
const none: OwnFace = { state: 'none', minor: false, gates: [gate()], deletions: [] };
const agreed = { givenBy: 'member', givenAt: '2026-11-20T06:00:00Z', withdrawnAt: null };
const withdrawn = { ...agreed, withdrawnAt: '2026-11-22T06:00:00Z' };
const deletion = (...gates: FaceProof[]) => ({ keyId: gates.map((one) => one.destroyedAt).join(), askedAt: '2026-11-22T06:00:00Z', gates });
const lines = (face: Partial<OwnFace>) => faceLines({ ...none, ...face }, t, 'en');

describe('faceWords', () => {
  it('none_offered_saysSo', () => expect(lines({})).toEqual([t.off]));
  it('none_noGateMay_isNotOffered', () => {
    expect(lines({ gates: [gate(false)] })).toEqual([t.notOffered]);
    expect(isOffered({ ...none, gates: [] })).toBe(false);
  });

  it('consented_saysWhoAgreedAndWhatIsNext', () => {
    expect(lines({ state: 'consented', consent: agreed })).toEqual(['You agreed on 20 November 2026. No face is stored yet.', t.enrol]);
    expect(lines({ state: 'consented', consent: { ...agreed, givenBy: 'guardian' } })[0]).toContain('guardian');
    expect(lines({ state: 'consented', consent: agreed, gates: [] })[1]).toBe(t.closedNow);
  });

  it('consented_triedInVain_saysWhy', () => {
    const failed = (end: string) => lines({ state: 'consented', consent: agreed, failedEnrolment: { gateName: 'Door', at: '2026-11-21T06:00:00Z', end } })[1];
    expect(failed('several_people')).toContain(t.ends.several_people);
    expect(failed('eclipse_of_sun')).toContain(t.ends.other);
  });

  it('enrolled_saysSinceWhenViewsAndGates', () => {
    const face = { state: 'enrolled', consent: agreed, enrolledAt: '2026-11-21T06:00:00Z', views: 5, gates: [gate(true, true), gate(true, false, true)] };
    expect(lines(face)).toEqual(['Enrolled since 21 November 2026, 5 views of your face.', '1 of 2 gates know you.', t.otherModels]);
    expect(lines({ ...face, views: null })[0]).toBe('Enrolled since 21 November 2026.');
  });

  it('deleting_countsOnlyWhoConfirmed', () =>
    expect(lines({ state: 'deleting', consent: withdrawn, deletions: [deletion(proof('2026-11-22T06:00:01Z'), proof(null), proof(null, true))] }))
      .toEqual(['Withdrawn on 22 November 2026.', t.deleting(1, 2), t.retired(1)]));

  it('deleted_saysHowManyProved', () => {
    const done = deletion(proof('2026-11-22T06:00:01Z'), proof('2026-11-22T06:00:02Z'));
    expect(lines({ state: 'deleted', consent: withdrawn, deletions: [done] })).toEqual(['Withdrawn on 22 November 2026.', 'Deleted, with proof from 2 gates.']);
    // A gate that was retired without an answer has proved nothing.
    expect(lines({ state: 'deleted', consent: withdrawn, deletions: [deletion(proof(null, true))] }).slice(1)).toEqual(['Deleted.', t.retired(1)]);
  });

  it('withdrawnBeforeEnrolment_saysThatNothingWasStored', () => {
    expect(lines({ consent: withdrawn })).toEqual(['Withdrawn on 22 November 2026.', t.nothingStored]);
    expect(isInForce({ ...none, consent: withdrawn })).toBe(false);
  });

  it('agreedAgain_whileTheLastIsStillBeingDeleted_saysBoth', () =>
    expect(lines({ state: 'deleting', consent: agreed, deletions: [deletion(proof(null))] })).toEqual([expect.stringContaining('You agreed'), t.enrol, t.deleting(0, 1)]));
});

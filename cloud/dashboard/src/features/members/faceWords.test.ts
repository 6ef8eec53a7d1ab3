import { describe, expect, it, vi } from 'vitest';
import type { FaceView } from '../../api/studyspot';
import { timesIn } from '../../ui/zone';
import { failureWords, proofLines, stateWords } from './faceWords';

const face: FaceView = { state: 'none', minor: false, consent: null, enrolledAt: null, modelSet: null, gates: [], deletions: [] };
const times = timesIn('Asia/Kolkata');
const gate = (name: string, enrolled: boolean) => ({ gateId: name, name, allowed: true, enrolled, otherModels: false });
const proof = (name: string, destroyedAt: string | null, retired = false) => ({ gateId: name, name, retired, destroyedAt, signature: null, signingKey: null });

describe('faceWords', () => {
  it('stateWords_enrolled_saysWhereSinceWhenAndWhereNot', () => {
    vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(-330);
    const enrolled = { ...face, state: 'enrolled', gates: [gate('Door', true), gate('Side', false)] };
    expect(stateWords(enrolled, times)).toBe('Enrolled on 1 of 2 gates. Not yet on: Side.');
    expect(stateWords({ ...enrolled, gates: [gate('Door', true)], enrolledAt: '2026-11-25T10:00:00Z', views: 5 }, times)).toBe('Enrolled on 1 of 1 gate, since 25 Nov 2026, 15:30, 5 views.');
  });

  it('stateWords_ofANewerCloud_isStillShown', () => expect(stateWords({ ...face, state: 'paused' }, times)).toBe('paused'));

  it('failureWords_sayWhereWhenWhyAndWhatToDo', () => {
    const words = failureWords({ gateName: 'Door', at: '2026-11-25T10:00:00Z', end: 'several_people' }, times);
    expect(words).toMatch(/^The last try at Door, 25 Nov 2026, 15:30( IST)?, stored nothing\. Another face came in between\. Let one person alone/);
    expect(failureWords({ gateName: 'Door', at: '2026-11-25T10:00:00Z', end: 'eclipse_of_sun' }, times)).toContain('eclipse of sun.');
  });

  it('proofLines_gateThatHasNotAnswered_isNotCalledDone', () => {
    const lines = proofLines({ ...face, state: 'deleting', deletions: [{ keyId: 'k', askedAt: '2026-11-25T10:00:00Z', gates: [proof('Door', '2026-11-25T10:00:01Z'), proof('Side', null), proof('Old', null, true)] }] }, times);
    expect(lines[0]).toMatch(/^Door: destroyed .+, signed$/);
    expect(lines[1]).toBe('Side: not confirmed yet');
    expect(lines[2]).toMatch(/^Old: taken out of service/);
  });
});

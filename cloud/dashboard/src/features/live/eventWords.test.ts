import { describe, expect, it } from 'vitest';
import type { EventView } from '../../api/studyspot';
import { eventWords, isShown, mergeEvents } from './eventWords';
import { refusedOfDay } from './useFeed';

const event = (part: Partial<EventView>): EventView => ({
  eventId: 'e1', gateId: 'g', gateName: 'Front', hallId: 'h', kind: 'passage', at: '2026-11-23T06:00:00Z', receivedAt: '2026-11-23T06:00:00Z',
  direction: 'entry', memberName: 'Asha Rao', sequence: 1, ...part,
});

describe('feed', () => {
  it.each([
    [{ kind: 'passage' }, 'in', 'Asha Rao came in'],
    [{ kind: 'passage', direction: 'exit' }, 'out', 'Asha Rao went out'],
    [{ kind: 'decision', outcome: 'deny', reason: 'replayed' }, 'refused', 'Refused: Asha Rao. Code already used'],
    [{ kind: 'decision', outcome: 'deny', reason: 'malformed', memberName: null }, 'refused', 'Refused: Unknown person. Not a StudySpot code'],
    [{ kind: 'decision', outcome: 'needs_staff', reason: 'gate_clock_untrusted' }, 'staff', 'Staff needed: Asha Rao. Gate’s clock not sure'],
    [{ kind: 'fire_open' }, 'warning', 'Fire signal: the gate is open and stays open'],
    [{ kind: 'fault', part: 'reader:serial' }, 'warning', 'Scanner does not answer'],
    [{ kind: 'fault', part: 'gizmo' }, 'warning', 'Fault: gizmo'],
    [{ kind: 'fault' }, 'warning', 'A part of the gate failed'],
    [{ kind: 'fault_cleared', part: 'camera' }, 'plain', 'Over: Camera does not answer'],
    [{ kind: 'fault_cleared' }, 'plain', 'The failed part works again'],
    [{ kind: 'passage', byFace: true }, 'in', 'Asha Rao came in by face'],
    [{ kind: 'face_enrolled' }, 'plain', 'Asha Rao: face enrolled'],
    [{ kind: 'face_not_enrolled', enrolmentEnd: 'timed_out' }, 'staff', 'Asha Rao: face not enrolled. Not finished in time.'],
    [{ kind: 'face_not_enrolled', enrolmentEnd: 'eclipse_of_sun' }, 'staff', 'Asha Rao: face not enrolled. eclipse of sun.'],
    [{ kind: 'face_key_destroyed' }, 'plain', 'Asha Rao: the gate destroyed the face and signed that it did'],
    [{ kind: 'something_newer' }, 'plain', 'something newer'],
  ])('words_of_%j', (part, tone, text) => {
    expect(eventWords(event(part))).toMatchObject({ tone, text });
  });

  it.each([
    [{ kind: 'passage' }, [true, false, true]],
    [{ kind: 'decision', outcome: 'allow', reason: 'allowed' }, [false, false, true]],
    [{ kind: 'decision', outcome: 'deny' }, [true, true, true]],
    [{ kind: 'decision', outcome: 'needs_staff' }, [true, true, true]],
    [{ kind: 'roster_applied' }, [false, false, true]],
  ])('filters_of_%j', (part, shown) => {
    expect((['main', 'refused', 'all'] as const).map((filter) => isShown(event(part), filter))).toEqual(shown);
  });

  it('merge_sameEventTwice_isOneRow_newestFirst', () => {
    const old = event({ eventId: 'a', at: '2026-11-23T05:00:00Z' });
    const fresh = event({ eventId: 'b' });
    const sameMoment = event({ eventId: 'c', sequence: 2 });
    expect(mergeEvents([old, fresh], [fresh, sameMoment], 10).map(({ eventId }) => eventId)).toEqual(['c', 'b', 'a']);
    expect(mergeEvents([old, fresh], [], 1).map(({ eventId }) => eventId)).toEqual(['b']);
  });

  it('refusedOfDay_countsOneDayAndAdmitsToBeingCut', () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    expect(refusedOfDay([event({}), event({ at: '2026-11-21T00:00:00Z' })], now)).toBe('1');
    expect(refusedOfDay(Array.from({ length: 100 }, () => event({})), now)).toBe('100+');
  });
});

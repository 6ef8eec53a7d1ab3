import { describe, expect, it } from 'vitest';
import { codeTime, correction, isClockWrong, JumpWatch, measureClock } from './clock';

const DAY = 24 * 3600_000;
const check = (offsetMs: number, uncertaintyMs = 50) => ({ offsetMs, uncertaintyMs, measuredAt: 1_000_000 });

describe('clock', () => {
  it('measure_takesTheMiddleOfTheRoundTrip', () => {
    expect(measureClock(1000, 1200, 61_100)).toEqual({ offsetMs: 60_000, uncertaintyMs: 100, measuredAt: 1200 });
  });

  it.each([['slow', 0, 4_001, 0], ['backwards', 10, 0, 0], ['nonsense', 0, 10, Number.NaN]])('measure_%s_isNull', (_, sent, got, server) => {
    expect(measureClock(sent, got, server)).toBeNull();
  });

  it.each([[0, false, 0], [1_900, false, 0], [6_000, false, 6_000], [-6_000, false, -6_000], [10_000, false, 10_000], [10_001, true, 10_001], [-180_000, true, -180_000]])(
    'offset_%i_warns_%s_corrects_%i', (offset, warns, corrects) => {
      expect(isClockWrong(1_000_000, check(offset))).toBe(warns);
      expect(correction(1_000_000, check(offset))).toBe(corrects);
    });

  it('codeTime_withoutCheck_isThePhones', () => expect(codeTime(5, null)).toBe(5));
  it('codeTime_withCheck_isTheServers', () => expect(codeTime(1_000_000, check(90_000))).toBe(1_090_000));

  it.each([DAY + 1, -DAY - 1])('oldCheck_%i_isNotUsed', (later) => {
    expect(correction(1_000_000 + later, check(90_000))).toBe(0);
    expect(isClockWrong(1_000_000 + later, check(90_000))).toBe(false);
  });

  it('uncertainCheck_insideItsError_isNotUsed', () => expect(correction(1_000_000, check(2_500, 1_900))).toBe(0));

  it('jump_isNoticedOnce', () => {
    const watch = new JumpWatch();
    expect([watch.look(0, 0), watch.look(1000, 1001), watch.look(62_000, 2000), watch.look(63_000, 3000)]).toEqual([false, false, true, false]);
  });
});

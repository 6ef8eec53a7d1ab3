import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RENEW_EVERY_MS, Renewal, type RenewalState } from './renewal';

describe('Renewal', () => {
  let states: RenewalState[];
  let made: number[];
  let answer: (now: number) => Promise<string>;
  let renewal: Renewal;
  const last = (): RenewalState => states.at(-1)!;
  const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    states = [];
    made = [];
    answer = (now) => { made.push(now); return Promise.resolve(`code ${made.length}`); };
    renewal = new Renewal((now) => answer(now), (state) => states.push(state));
  });
  afterEach(() => { renewal.stop(); vi.useRealTimers(); });

  it('start_showsACodeAtOnce', async () => {
    renewal.start();
    await advance(0);
    expect(last().code?.text).toBe('code 1');
    expect(last().remainingMs).toBe(RENEW_EVERY_MS);
  });

  it('tick_countsDownAndRenewsAtTen', async () => {
    renewal.start();
    await advance(9_750);
    expect(last()).toMatchObject({ code: { text: 'code 1' }, remainingMs: 250 });
    await advance(250);
    expect(last()).toMatchObject({ code: { text: 'code 2' }, remainingMs: RENEW_EVERY_MS });
    expect(made).toEqual([1_000_000, 1_010_000]);
  });

  it('start_twice_makesOneCode', async () => {
    renewal.start();
    renewal.start();
    await advance(5_000);
    expect(made).toHaveLength(1);
  });

  it('tick_afterSleep_hidesTheOldCodeAndMakesANew', async () => {
    renewal.start();
    await advance(0);
    vi.setSystemTime(1_000_000 + 3_600_000);
    renewal.tick();
    expect(last().code).toBeNull();
    await advance(0);
    expect(last().code?.text).toBe('code 2');
  });

  it('tick_clockSetBack_makesANewCode', async () => {
    renewal.start();
    await advance(0);
    vi.setSystemTime(400_000);
    renewal.tick();
    await advance(0);
    expect(last()).toMatchObject({ code: { text: 'code 2', madeAt: 400_000 } });
  });

  it('make_fails_saysSoAndTriesAgain', async () => {
    answer = () => Promise.reject(new Error('locked'));
    renewal.start();
    await advance(0);
    expect(last()).toMatchObject({ code: null, failed: true });
    answer = () => Promise.resolve('back');
    await advance(250);
    expect(last()).toMatchObject({ code: { text: 'back' }, failed: false });
  });

  it('renewNow_whileMaking_dropsTheOlderCode', async () => {
    const waiting: ((text: string) => void)[] = [];
    answer = () => new Promise((resolve) => waiting.push(resolve));
    renewal.start();
    renewal.renewNow();
    waiting[1]?.('new form');
    await advance(0);
    waiting[0]?.('old form');
    await advance(0);
    expect(last().code?.text).toBe('new form');
  });

  it('stop_beforeTheCodeIsMade_showsNothing', async () => {
    let finish: (text: string) => void = () => undefined;
    answer = () => new Promise((resolve) => { finish = resolve; });
    renewal.start();
    renewal.stop();
    finish('late');
    await advance(20_000);
    expect(states.every((state) => state.code === null)).toBe(true);
  });

  it('start_afterStop_goesOn', async () => {
    renewal.start();
    renewal.stop();
    renewal.start();
    await advance(0);
    expect(last().code).not.toBeNull();
  });
});

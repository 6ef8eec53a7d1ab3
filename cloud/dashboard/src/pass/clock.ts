/** What the phone's clock was found to be, against the server's. */
export interface ClockCheck {
  /** Server minus phone. */
  readonly offsetMs: number;
  /** Half the round trip: the offset is right to within this. */
  readonly uncertaintyMs: number;
  /** By the phone's own clock. */
  readonly measuredAt: number;
}

/** Beyond this the page says that the clock is off. A code lives 30 s, so 10 s is where a student begins to notice. */
export const WARN_BEYOND_MS = 10_000;
/** Below this the offset may be the network's: a gate forgives 5 s ahead and 30 s behind (docs/decision.md). */
const CORRECT_BEYOND_MS = 2_000;
/** A slower answer says too little about the time. */
const USELESS_ROUND_TRIP_MS = 4_000;
/** A measurement says nothing of a clock that somebody may have set since. */
const FORGET_AFTER_MS = 24 * 3600_000;
/** Two clocks of one phone that drift apart by this much: the wall clock was set. */
const JUMP_MS = 2_000;

/** Weighs one answer of /time; null when it took too long to mean anything. */
export function measureClock(sentAt: number, receivedAt: number, serverNow: number): ClockCheck | null {
  const roundTrip = receivedAt - sentAt;
  if (roundTrip < 0 || roundTrip > USELESS_ROUND_TRIP_MS || !Number.isFinite(serverNow)) return null;
  return { offsetMs: Math.round(serverNow - (sentAt + roundTrip / 2)), uncertaintyMs: Math.ceil(roundTrip / 2), measuredAt: receivedAt };
}

/**
 * The time to put into a code. A measured offset is added: a wrong phone clock would otherwise shut its owner out, and
 * adding it is safe, because the time in a code is only a claim that the gate compares with its own clock. Nobody gains
 * by showing another time than the gate's. It is not silent either: the page says so and asks to set the clock.
 * A measurement older than a day is not used, since the clock may have been set meanwhile.
 */
export function codeTime(phoneNow: number, check: ClockCheck | null): number {
  return phoneNow + correction(phoneNow, check);
}

/** Milliseconds that {@link codeTime} adds. */
export function correction(phoneNow: number, check: ClockCheck | null): number {
  if (!check || isStale(phoneNow, check)) return 0;
  return Math.abs(check.offsetMs) - check.uncertaintyMs > CORRECT_BEYOND_MS ? check.offsetMs : 0;
}

/** True when the page must say that the phone's clock is wrong. */
export function isClockWrong(phoneNow: number, check: ClockCheck | null): boolean {
  return check !== null && !isStale(phoneNow, check) && Math.abs(check.offsetMs) > WARN_BEYOND_MS;
}

function isStale(phoneNow: number, check: ClockCheck): boolean {
  return Math.abs(phoneNow - check.measuredAt) > FORGET_AFTER_MS;
}

/** Notices that the wall clock was set while the page was open, by comparing it with the monotonic one. */
export class JumpWatch {
  #difference: number | null = null;

  /** True once for every jump. */
  look(wallNow: number, monotonicNow: number): boolean {
    const difference = wallNow - monotonicNow;
    const jumped = this.#difference !== null && Math.abs(difference - this.#difference) > JUMP_MS;
    this.#difference = difference;
    return jumped;
  }
}

/** How long a code stays on the screen. The gate accepts it for 30 s (docs/pass-format.md). */
export const RENEW_EVERY_MS = 10_000;
/** Fine enough for a smooth ring, coarse enough for a cheap phone. */
const TICK_MS = 250;

export interface ShownCode {
  readonly text: string;
  /** When it was made, by the phone's clock. */
  readonly madeAt: number;
  readonly renewAt: number;
}

/** What the page shows. Without a code the QR must not be on the screen. */
export interface RenewalState {
  readonly code: ShownCode | null;
  readonly remainingMs: number;
  readonly failed: boolean;
}

/**
 * Makes a new code every {@link RENEW_EVERY_MS} and at once after the page slept. One code at a time: a slow signature
 * never overtakes a later one. A code past its time is taken off the screen even when no new one can be made.
 */
export class Renewal {
  #state: RenewalState = { code: null, remainingMs: 0, failed: false };
  #timer: ReturnType<typeof setInterval> | undefined;
  #busy = false;
  #generation = 0;

  constructor(
    private readonly make: (now: number) => Promise<string>,
    private readonly changed: (state: RenewalState) => void,
    private readonly now: () => number = Date.now,
  ) {}

  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#generation++;
    this.#busy = false;
  }

  /** Throws the present code away and makes another, for instance after the clock or the form changed. */
  renewNow(): void {
    this.#generation++;
    this.#busy = false;
    this.#set({ code: null, remainingMs: 0, failed: false });
    this.tick();
  }

  tick(): void {
    const now = this.now();
    const code = this.#state.code;
    // A clock that was set back would keep a code for hours; age counts in both directions.
    const good = code !== null && now < code.renewAt && now >= code.madeAt;
    if (good) {
      this.#set({ code, remainingMs: code.renewAt - now, failed: false });
      return;
    }
    if (code !== null && (now < code.madeAt || now - code.renewAt > RENEW_EVERY_MS)) {
      this.#set({ code: null, remainingMs: 0, failed: this.#state.failed });
    } else if (code !== null) {
      this.#set({ code, remainingMs: 0, failed: this.#state.failed });
    }
    void this.#renew(now);
  }

  async #renew(now: number): Promise<void> {
    if (this.#busy || this.#timer === undefined) return;
    this.#busy = true;
    const generation = this.#generation;
    try {
      const text = await this.make(now);
      if (generation !== this.#generation) return;
      this.#set({ code: { text, madeAt: now, renewAt: now + RENEW_EVERY_MS }, remainingMs: RENEW_EVERY_MS, failed: false });
    } catch {
      // The key store can be locked or gone; the page says so and the next tick tries again.
      if (generation === this.#generation) this.#set({ code: null, remainingMs: 0, failed: true });
    } finally {
      if (generation === this.#generation) this.#busy = false;
    }
  }

  #set(state: RenewalState): void {
    const same = state.code === this.#state.code && state.remainingMs === this.#state.remainingMs && state.failed === this.#state.failed;
    this.#state = state;
    if (!same) this.changed(state);
  }
}

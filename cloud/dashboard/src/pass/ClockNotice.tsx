import { correction, isClockWrong } from './clock';
import type { StoredPass } from './store';
import type { Texts } from './texts';

interface Props {
  readonly pass: StoredPass;
  readonly now: number;
  readonly t: Texts;
  readonly onFixed: () => void;
}

/** Says that the phone's clock is off, by how much, and what to do. */
export function ClockNotice({ pass, now, t, onFixed }: Props) {
  if (!pass.clock || !isClockWrong(now, pass.clock)) return null;
  return (
    <div className="notice warn" role="alert" data-testid="clock-wrong">
      <p>{t.clock.wrong(duration(t, Math.abs(pass.clock.offsetMs)), pass.clock.offsetMs < 0)} {correction(now, pass.clock) !== 0 && t.clock.corrected}</p>
      <button type="button" onClick={onFixed}>{t.clock.fixed}</button>
    </div>
  );
}

export function duration(t: Texts, milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 90) return t.clock.seconds(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? t.clock.minutes(minutes) : t.clock.hours(Math.round(minutes / 60));
}

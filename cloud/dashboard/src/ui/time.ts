import { uiTexts } from './texts';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'long' });
const day = new Intl.DateTimeFormat('en-IN', { dateStyle: 'medium' });

/** A civil date has no zone: it is the same day everywhere. */
export const civilDate = (date: string): string => day.format(new Date(`${date}T00:00:00`));

export function ago(at: string | null | undefined, now: number): string {
  if (at === null || at === undefined) return uiTexts.never;
  const seconds = Math.round((now - Date.parse(at)) / 1000);
  if (seconds < 10) return uiTexts.justNow;
  const [value, unit] = scaled(seconds);
  return relative.format(-value, unit);
}

/** A length of time in one unit: "42 s", "3 min", "5 h", "2 d". */
export function span(seconds: number): string {
  const [value, unit] = scaled(seconds);
  return `${value} ${{ second: 's', minute: 'min', hour: 'h', day: 'd' }[unit]}`;
}

function scaled(seconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  if (seconds < 90) return [seconds, 'second'];
  if (seconds < 90 * 60) return [Math.round(seconds / 60), 'minute'];
  return seconds < 36 * 3600 ? [Math.round(seconds / 3600), 'hour'] : [Math.round(seconds / 86_400), 'day'];
}

import { useListHallsQuery } from '../api/studyspot';

/** As the database has it for a hall that says nothing. */
const USUAL_ZONE = 'Asia/Kolkata';

/** How a hall's times are written. What happened at a door is told by the clock on its wall, wherever the page is read. */
export interface Times {
  /** IANA name. */
  readonly zone: string;
  readonly clockTime: (at: string | number) => string;
  readonly shortTime: (at: string | number) => string;
  /** Names the zone where this device's clock shows another time. */
  readonly dateAndTime: (at: string) => string;
  /** The day there, as yyyy-MM-dd. */
  readonly dayOf: (at: string | number) => string;
  /** The zone in words such as "Asia/Kolkata (IST)"; null where this device's clock shows the same time. */
  readonly foreign: (at: number) => string | null;
}

const made = new Map<string, Times>();

/** One for each zone: formatters are dear. A zone that this browser does not know is shown in the browser's own, and named so. */
export function timesIn(zone: string): Times {
  let times = made.get(zone);
  if (!times) {
    times = make(known(zone));
    made.set(zone, times);
  }
  return times;
}

/** The hall's zone; without a hall the first hall's, as for the attendance of all halls. Ids are ordered by time. */
export function zoneOf(halls: readonly { readonly hallId: string; readonly zone: string }[], hallId?: string): string {
  const first = halls.reduce<(typeof halls)[number] | undefined>((least, hall) => (least && least.hallId <= hall.hallId ? least : hall), undefined);
  return (halls.find((hall) => hall.hallId === hallId) ?? first)?.zone ?? USUAL_ZONE;
}

/** For pages that do not ask for the halls themselves. */
export function useTimes(hallId?: string): Times {
  const { data } = useListHallsQuery();
  return timesIn(zoneOf(data?.items ?? [], hallId));
}

function make(timeZone: string): Times {
  const format = (options: Intl.DateTimeFormatOptions, locale = 'en-IN') => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const clock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  const shortClock = format({ hour: '2-digit', minute: '2-digit', hour12: false });
  const dayAndTime = format({ dateStyle: 'medium', timeStyle: 'short', hour12: false });
  const day = format({}, 'en-CA');
  const offset = format({ timeZoneName: 'longOffset' }, 'en');
  const name = format({ timeZoneName: 'short' });
  const isForeign = (at: Date): boolean => minutesOf(part(offset, at)) !== -at.getTimezoneOffset();
  return {
    zone: timeZone,
    clockTime: (at) => clock.format(new Date(at)),
    shortTime: (at) => shortClock.format(new Date(at)),
    dateAndTime: (at) => {
      const date = new Date(at);
      return isForeign(date) ? `${dayAndTime.format(date)} ${part(name, date)}` : dayAndTime.format(date);
    },
    dayOf: (at) => day.format(new Date(at)),
    foreign: (at) => (isForeign(new Date(at)) ? `${timeZone} (${part(name, new Date(at))})` : null),
  };
}

function known(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

const part = (format: Intl.DateTimeFormat, at: Date): string => format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** Of "GMT+05:30"; plain "GMT" is 0. */
function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

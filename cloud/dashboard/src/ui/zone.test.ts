import { describe, expect, it, vi } from 'vitest';
import { timesIn, zoneOf } from './zone';

/** What getTimezoneOffset says: minutes behind UTC. */
const deviceIs = (minutesAhead: number): void => { vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(-minutesAhead); };
const kolkata = timesIn('Asia/Kolkata');
const evening = '2026-11-25T20:15:30Z';

describe('times of a hall', () => {
  it('areTheHalls_whereverThePageIsRead', () => {
    deviceIs(-300);
    expect(kolkata.clockTime(evening)).toBe('01:45:30');
    expect(kolkata.shortTime(evening)).toBe('01:45');
    expect(kolkata.dayOf(evening)).toBe('2026-11-26');
    expect(timesIn('America/New_York').dayOf(evening)).toBe('2026-11-25');
  });

  it('nameTheZone_whereTheDeviceHasAnother', () => {
    deviceIs(60);
    expect(kolkata.dateAndTime(evening)).toBe('26 Nov 2026, 01:45 IST');
    expect(kolkata.foreign(Date.parse(evening))).toBe('Asia/Kolkata (IST)');
  });

  it('nameNothing_whereTheDeviceShowsTheSame', () => {
    deviceIs(330);
    expect(kolkata.dateAndTime(evening)).toBe('26 Nov 2026, 01:45');
    // Another name of the same time: what counts is what the clock shows.
    expect(timesIn('Asia/Colombo').foreign(Date.parse(evening))).toBeNull();
  });

  it('compareAtThatMoment_summerTimeIncluded', () => {
    deviceIs(60);
    const berlin = timesIn('Europe/Berlin');
    expect(berlin.foreign(Date.parse('2026-12-01T12:00:00Z'))).toBeNull();
    expect(berlin.foreign(Date.parse('2026-07-01T12:00:00Z'))).toContain('Europe/Berlin');
    expect(timesIn('UTC').foreign(Date.parse(evening))).toContain('UTC');
  });

  it('unknownZone_isShownInTheDevicesOwn', () => expect(timesIn('Mars/Olympus').zone).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone));
});

describe('zoneOf', () => {
  const halls = [{ hallId: '02', zone: 'Asia/Dubai' }, { hallId: '01', zone: 'Asia/Kathmandu' }];
  it('hall_hasItsOwn', () => expect(zoneOf(halls, '02')).toBe('Asia/Dubai'));
  it('noHall_isThatOfTheFirstHall', () => expect(zoneOf(halls)).toBe('Asia/Kathmandu'));
  it('noHallKnownYet_isIndia', () => expect(zoneOf([], '02')).toBe('Asia/Kolkata'));
});

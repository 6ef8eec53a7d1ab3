import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { EventView } from '../../api/studyspot';
import { timesIn } from '../../ui/zone';
import { Feed } from './Feed';

type Query = Parameters<typeof Feed>[0]['query'];
const query = (part: object): Query => ({ isError: false, isLoading: false, isSuccess: true, refetch: vi.fn(), ...part }) as unknown as Query;
const events = (count: number): EventView[] => Array.from({ length: count }, (_, index) => ({
  eventId: `e${index}`, gateId: 'g', gateName: 'Front', hallId: 'h', kind: index === 0 ? 'decision' : 'passage', at: '2026-11-23T06:00:00Z',
  receivedAt: '2026-11-23T06:05:00Z', direction: 'entry', memberName: `Member ${index}`, outcome: index === 0 ? 'deny' : null,
  reason: index === 0 ? 'code_expired' : null, sequence: index,
}));
const show = (part: Partial<Parameters<typeof Feed>[0]>) =>
  render(<Feed events={[]} query={query({})} filter="main" now={Date.parse('2026-11-23T06:10:00Z')} times={timesIn('Asia/Kolkata')} onFilter={() => undefined} {...part} />);

describe('Feed', () => {
  it('rows_carryWhatTestsNeed_andSayTheReasonInWords', () => {
    show({ events: events(2) });
    const [refused, passed] = screen.getAllByTestId('feed-row');
    expect(refused?.dataset).toMatchObject({ kind: 'decision', outcome: 'deny' });
    expect(refused?.textContent).toContain('Old code');
    expect(refused?.textContent).toContain('older than 30 seconds');
    expect(passed?.dataset).toMatchObject({ kind: 'passage', outcome: '' });
    expect(passed?.textContent).toContain('arrived 5 min later');
  });

  it('times_areThoseOfTheHall_andItsDayDecidesWhatIsToday', () => {
    show({ events: events(1), times: timesIn('Asia/Kathmandu') });
    expect(screen.getByTestId('feed-row').textContent).toContain('11:45:00');
    cleanup();
    // A quarter past six in the evening by UTC is the next day in Kathmandu.
    show({ events: events(1), times: timesIn('Asia/Kathmandu'), now: Date.parse('2026-11-23T18:15:00Z') });
    expect(screen.getByTestId('feed-row').textContent).toContain('23 Nov 2026, 11:45');
  });

  it('region_isALiveLog_evenWhenEmpty', () => {
    show({});
    expect(screen.getByRole('log').getAttribute('aria-live')).toBe('polite');
    expect(screen.getByText('Nothing has happened yet')).toBeTruthy();
  });

  it('empty_refusedOnly_saysNobodyWasRefused', () => {
    show({ filter: 'refused' });
    expect(screen.getByText('Nobody was refused')).toBeTruthy();
  });

  it('loading_showsRows', () => {
    show({ query: query({ isLoading: true, isSuccess: false }) });
    expect(screen.getByRole('status', { name: 'Loading…' })).toBeTruthy();
  });

  it('error_offersRetry', async () => {
    const refetch = vi.fn();
    show({ query: query({ isError: true, isSuccess: false, error: { status: 500, data: {} }, refetch }) });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(refetch).toHaveBeenCalledOnce();
  });

  it('long_showsFifteenAndMoreWhenAsked', async () => {
    show({ events: events(20) });
    expect(screen.getAllByTestId('feed-row')).toHaveLength(15);
    await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
    expect(screen.getAllByTestId('feed-row')).toHaveLength(20);
  });
});

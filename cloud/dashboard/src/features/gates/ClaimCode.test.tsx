import { configureStore } from '@reduxjs/toolkit';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Provider } from 'react-redux';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { baseApi } from '../../api/baseApi';
import { sessionSlice } from '../../api/session';
import { relativeRequests } from '../../testing/relativeRequests';
import { timesIn } from '../../ui/zone';
import { AddGate } from './AddGate';
import { ClaimCodes } from './ClaimCode';

const makeStore = () => configureStore({
  reducer: { session: sessionSlice.reducer, [baseApi.reducerPath]: baseApi.reducer },
  middleware: (usual) => usual().concat(baseApi.middleware),
});

const expiresAt = '2026-11-27T06:00:00Z';

describe('claim code', () => {
  let asked: string[];
  let answer: () => Response;
  const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

  beforeEach(() => {
    asked = [];
    vi.stubGlobal('Request', relativeRequests());
    vi.stubGlobal('fetch', (request: Request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      return Promise.resolve(answer());
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('addedGate_showsItsCodeBesideItsFile', async () => {
    const user = userEvent.setup();
    answer = () => json(201, { gate: { gateId: 'g', name: 'Front door', deviceId: 'gate-1' }, bundle: { deviceId: 'gate-1' }, claim: { code: '7K3QD-0M1XZ', expiresAt } });
    render(<Provider store={makeStore()}><AddGate halls={[{ hallId: 'h', name: 'Main', zone: 'Asia/Kolkata', seats: 1, forgottenExitHours: 14, inside: 0, gateCount: 0 }]} onClose={() => undefined} /></Provider>);
    await user.type(screen.getByLabelText(/Name/), 'F');
    await user.click(screen.getByText('Add gate', { selector: 'button' }));

    expect((await screen.findByTestId('claim-code')).textContent).toBe('7K3QD-0M1XZ');
    expect(screen.getByText(/Good until 27 Nov 2026/)).toBeTruthy();
    await user.click(screen.getByTestId('copy-claim-code'));
    expect(await navigator.clipboard.readText()).toBe('7K3QD-0M1XZ');
    expect(screen.getByTestId('download-bundle')).toBeTruthy();
  });

  it('newCode_isMadeOnlyWhenConfirmed_andLeavesTheStoreWithThePage', async () => {
    answer = () => json(200, { code: '00000-ZZZZZ', expiresAt });
    const store = makeStore();
    const page = render(<Provider store={store}><ClaimCodes gateId="g" times={timesIn('Asia/Kolkata')} /></Provider>);
    await userEvent.click(screen.getByTestId('make-claim-code'));
    expect(asked).toEqual([]);
    await userEvent.click(screen.getByText('Make a new code', { selector: 'button' }));

    expect((await screen.findByTestId('claim-code')).textContent).toBe('00000-ZZZZZ');
    expect(asked).toEqual(['POST /api/v1/gates/g/claim-code']);
    page.unmount();
    await waitFor(() => expect(JSON.stringify(store.getState())).not.toContain('00000-ZZZZZ'));
  });

  it('newCode_refused_saysSoAndShowsNone', async () => {
    answer = () => json(404, { code: 'not_found' });
    render(<Provider store={makeStore()}><ClaimCodes gateId="g" times={timesIn('Asia/Kolkata')} /></Provider>);
    await userEvent.click(screen.getByTestId('make-claim-code'));
    await userEvent.click(screen.getByText('Make a new code', { selector: 'button' }));

    expect((await screen.findByRole('alert')).textContent).toContain('no longer here');
    expect(screen.queryByTestId('claim-code')).toBeNull();
  });
});

import { configureStore } from '@reduxjs/toolkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { relativeRequests } from '../testing/relativeRequests';
import { baseApi } from './baseApi';
import { refreshSession } from './baseQuery';
import { sessionSlice, signedIn, type SignedIn } from './session';
import { studyspot } from './studyspot';

const owner = (accessToken: string, accountId = 'a1', role = 'owner'): SignedIn => ({
  accessToken, expiresInSeconds: 600, account: { accountId, role, name: 'o', organisation: 'sunrise', organisationName: 'Sunrise' },
});

function makeStore() {
  return configureStore({
    reducer: { session: sessionSlice.reducer, [baseApi.reducerPath]: baseApi.reducer },
    middleware: (usual) => usual().concat(baseApi.middleware),
  });
}

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

describe('session renewal', () => {
  let store: ReturnType<typeof makeStore>;
  let refreshes: number;
  let good: string;
  let refreshAnswer: () => Promise<Response>;

  beforeEach(() => {
    store = makeStore();
    refreshes = 0;
    good = 'new';
    refreshAnswer = () => Promise.resolve(json(200, owner('new')));
    vi.stubGlobal('Request', relativeRequests());
    vi.stubGlobal('fetch', (input: string | Request) => {
      const url = typeof input === 'string' ? input : input.url;
      if (url.endsWith('/auth/refresh')) {
        refreshes++;
        return refreshAnswer();
      }
      const token = (input as Request).headers.get('authorization');
      return Promise.resolve(token === `Bearer ${good}` ? json(200, { items: [] }) : json(401, { code: 'unauthenticated' }));
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('query_tokenGood_doesNotRefresh', async () => {
    store.dispatch(signedIn(owner('new')));
    expect((await store.dispatch(studyspot.endpoints.listHalls.initiate())).data).toEqual({ items: [] });
    expect(refreshes).toBe(0);
  });

  it('queries_tokenStale_refreshOnceAndAllSucceed', async () => {
    store.dispatch(signedIn(owner('old')));
    const answers = await Promise.all([
      store.dispatch(studyspot.endpoints.listHalls.initiate()),
      store.dispatch(studyspot.endpoints.listGates.initiate()),
      store.dispatch(studyspot.endpoints.readDailyAttendance.initiate({ days: 14 })),
    ]);
    expect(answers.map((answer) => answer.isSuccess)).toEqual([true, true, true]);
    expect(refreshes).toBe(1);
    expect(store.getState().session.accessToken).toBe('new');
  });

  it('query_refreshRefused_signsOutAndSaysSo', async () => {
    store.dispatch(signedIn(owner('old')));
    refreshAnswer = () => Promise.resolve(json(401, { code: 'refresh_failed' }));
    const answer = await store.dispatch(studyspot.endpoints.listHalls.initiate());
    expect(answer.isError).toBe(true);
    expect(store.getState().session).toMatchObject({ status: 'signedOut', accessToken: null, ended: 'expired' });
  });

  it('query_newTokenRefusedToo_triesOnlyOnce', async () => {
    store.dispatch(signedIn(owner('old')));
    good = 'another';
    const answer = await store.dispatch(studyspot.endpoints.listHalls.initiate());
    expect(answer.isError).toBe(true);
    expect(refreshes).toBe(1);
  });

  it('query_noNetworkAtRefresh_staysSignedIn', async () => {
    store.dispatch(signedIn(owner('old')));
    refreshAnswer = () => Promise.reject(new TypeError('no network'));
    await store.dispatch(studyspot.endpoints.listHalls.initiate());
    expect(store.getState().session).toMatchObject({ status: 'signedIn', accessToken: 'old' });
  });

  it('query_serverFailsAtRefresh_staysSignedIn', async () => {
    store.dispatch(signedIn(owner('old')));
    refreshAnswer = () => Promise.resolve(json(503, { code: 'unavailable' }));
    await store.dispatch(studyspot.endpoints.listHalls.initiate());
    expect(store.getState().session.status).toBe('signedIn');
  });

  it('refresh_cookieOfAnotherAccount_signsOutAndSaysSo', async () => {
    store.dispatch(signedIn(owner('old', 'a1')));
    refreshAnswer = () => Promise.resolve(json(200, owner('new', 'a2')));
    expect(await refreshSession(store)).toBe(false);
    expect(store.getState().session).toMatchObject({ status: 'signedOut', ended: 'other_account' });
  });

  it('refresh_atStartWithCookie_signsIn', async () => {
    expect(await refreshSession(store)).toBe(true);
    expect(store.getState().session).toMatchObject({ status: 'signedIn', accessToken: 'new' });
  });

  it('refresh_atStartWithoutCookie_showsSignInWithoutComplaint', async () => {
    refreshAnswer = () => Promise.resolve(json(401, { code: 'refresh_failed' }));
    expect(await refreshSession(store)).toBe(false);
    expect(store.getState().session).toMatchObject({ status: 'signedOut', ended: null });
  });
});

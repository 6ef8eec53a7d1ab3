import { type BaseQueryApi, type BaseQueryFn, fetchBaseQuery, type FetchArgs, type FetchBaseQueryError } from '@reduxjs/toolkit/query/react';
import { selectSession, signedIn, signedOut, type SessionState, type SignedIn } from './session';

interface State { readonly session: SessionState }

export const API = '/api/v1';

const plain = fetchBaseQuery({
  // The generated endpoints carry the whole path.
  baseUrl: '',
  timeout: 20_000,
  prepareHeaders: (headers, { getState }) => {
    const { accessToken } = selectSession(getState() as State);
    if (accessToken !== null) headers.set('authorization', `Bearer ${accessToken}`);
    return headers;
  },
});

type Dispatcher = Pick<BaseQueryApi, 'dispatch' | 'getState'>;

let refreshing: Promise<boolean> | null = null;

/**
 * Exchanges the refresh cookie for a new access token; true when there is one now. However many requests ask, one call
 * is made: the server takes a cookie that is used twice for a stolen one and ends the session. Tabs share the cookie,
 * so they take turns by a lock.
 */
export function refreshSession(store: Dispatcher): Promise<boolean> {
  refreshing ??= inTurn(() => refreshOnce(store)).finally(() => { refreshing = null; });
  return refreshing;
}

async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  const locks = (globalThis.navigator as { locks?: LockManager }).locks;
  return locks ? await locks.request('studyspot-refresh', work) : await work();
}

async function refreshOnce({ dispatch, getState }: Dispatcher): Promise<boolean> {
  const before = selectSession(getState() as State);
  let response: Response;
  try {
    response = await fetch(`${API}/auth/refresh`, { method: 'POST', signal: AbortSignal.timeout(20_000) });
  } catch {
    // No network says nothing about the session. Before the first answer there is nothing to show but the sign-in.
    if (before.status === 'checking') dispatch(signedOut(null));
    return false;
  }
  if (!response.ok) {
    const lost = response.status === 401 || before.status === 'checking';
    if (lost) dispatch(signedOut(before.status === 'signedIn' ? 'expired' : null));
    return false;
  }
  const session = (await response.json()) as SignedIn;
  // Somebody else signed in in another tab: never go on as another person without saying so.
  if (session.account.role === 'student' || (before.account !== null && before.account.accountId !== session.account.accountId)) {
    dispatch(signedOut('other_account'));
    return false;
  }
  dispatch(signedIn(session));
  return true;
}

/** Hands the Retry-After header on with the error: hooks see the body of an answer, never its headers. */
function withRetryAfter(result: Awaited<ReturnType<typeof plain>>): Awaited<ReturnType<typeof plain>> {
  const seconds = Number(result.meta?.response?.headers.get('retry-after'));
  if (result.error?.status !== 429 || !(seconds > 0)) return result;
  return { error: { status: 429, data: { ...(result.error.data as object | null), retryAfterSeconds: seconds } } };
}

/** Adds the token; when the server calls it stale, renews it and tries once more. */
export const baseQuery: BaseQueryFn<string | FetchArgs, unknown, FetchBaseQueryError> = async (args, api, extra) => {
  const used = selectSession(api.getState() as State).accessToken;
  const result = await plain(args, api, extra);
  if (result.error?.status !== 401 || used === null) return withRetryAfter(result);
  // Another request may have renewed it while this one was under way.
  const renewed = selectSession(api.getState() as State).accessToken !== used || (await refreshSession(api));
  return renewed && selectSession(api.getState() as State).status === 'signedIn' ? plain(args, api, extra) : result;
};

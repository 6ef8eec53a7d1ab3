import * as api from './api';
import type { StoredPass } from './store';

/** The access token lives here and nowhere else: it dies with the page. */
let accessToken: string | null = null;

export function keepToken(token: string): void { accessToken = token; }

export function forgetToken(): void { accessToken = null; }

/** One call as the pass's owner; a token that ran out is replaced once. Throws {@link api.ApiFault}; with status 401 only a password helps. */
export async function asOwner<T>(pass: Pick<StoredPass, 'accountId'>, ask: (token: string) => Promise<T>): Promise<T> {
  const token = await tokenFor(pass);
  try {
    return await ask(token);
  } catch (fault) {
    if (!(fault instanceof api.ApiFault) || fault.status !== 401) throw fault;
    forgetToken();
    return await ask(await tokenFor(pass));
  }
}

async function tokenFor(pass: Pick<StoredPass, 'accountId'>): Promise<string> {
  if (accessToken !== null) return accessToken;
  const again = await refreshOnce();
  // The cookie may be that of another person who signed in here, such as the desk trying both pages in one browser.
  if (again.account.accountId !== pass.accountId) throw new api.ApiFault('signed_out', 401);
  accessToken = again.accessToken;
  return accessToken;
}

/** Calls that come together share one refresh: each cookie is good for one. */
let refreshing: Promise<api.SignedIn> | null = null;

function refreshOnce(): Promise<api.SignedIn> {
  refreshing ??= api.refresh().finally(() => { refreshing = null; });
  return refreshing;
}

import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

/** Who is signed in, as the server says. */
export interface Account {
  readonly accountId: string;
  readonly role: string;
  readonly name: string;
  readonly organisation: string;
  readonly organisationName: string;
}

export interface SignedIn {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly account: Account;
}

/** `checking`: the refresh cookie is being tried, nothing is known yet. */
export interface SessionState {
  readonly status: 'checking' | 'signedOut' | 'signedIn';
  /** In memory only: a script that gets in finds no token that outlives the page. */
  readonly accessToken: string | null;
  readonly account: Account | null;
  /** Why the person must sign in again, when it was not their own wish. */
  readonly ended: 'expired' | 'other_account' | null;
}

const start: SessionState = { status: 'checking', accessToken: null, account: null, ended: null };

export const sessionSlice = createSlice({
  name: 'session',
  initialState: start,
  reducers: {
    signedIn: (_, { payload }: PayloadAction<SignedIn>): SessionState => ({
      status: 'signedIn', accessToken: payload.accessToken, account: payload.account, ended: null,
    }),
    signedOut: (_, { payload }: PayloadAction<SessionState['ended']>): SessionState => ({ ...start, status: 'signedOut', ended: payload }),
  },
});

export const { signedIn, signedOut } = sessionSlice.actions;

interface WithSession { readonly session: SessionState }

export const selectSession = (state: WithSession): SessionState => state.session;
export const selectIsOwner = (state: WithSession): boolean => state.session.account?.role === 'owner';

import { configureStore } from '@reduxjs/toolkit';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Provider } from 'react-redux';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { baseApi } from '../../api/baseApi';
import { sessionSlice, signedOut } from '../../api/session';
import { relativeRequests } from '../../testing/relativeRequests';
import { SignInPage } from './SignInPage';

const account = { accountId: 'a', role: 'owner', name: 'o', organisation: 'sunrise', organisationName: 'Sunrise' };

describe('SignInPage', () => {
  let answer: () => Response;
  let asked: string[];
  let bodies: unknown[];

  beforeEach(() => {
    asked = [];
    bodies = [];
    window.history.replaceState(null, '', '/?org=sunrise');
    vi.stubGlobal('Request', relativeRequests());
    vi.stubGlobal('fetch', async (request: Request) => {
      asked.push(new URL(request.url).pathname + new URL(request.url).search);
      bodies.push(await request.text().then((text) => (text === '' ? null : (JSON.parse(text) as unknown))));
      return answer();
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

  function show(ended: 'expired' | 'other_account' | null = null) {
    const store = configureStore({
      reducer: { session: sessionSlice.reducer, [baseApi.reducerPath]: baseApi.reducer },
      middleware: (usual) => usual().concat(baseApi.middleware),
    });
    store.dispatch(signedOut(ended));
    render(<Provider store={store}><SignInPage /></Provider>);
    return store;
  }

  async function signIn(login = 'owner', password = 'secret-password') {
    await userEvent.type(screen.getByTestId('login'), login);
    await userEvent.type(screen.getByTestId('password'), password);
    await userEvent.click(screen.getByTestId('sign-in'));
  }

  it('organisation_comesFromTheAddress', () => {
    show();
    expect(screen.getByLabelText<HTMLInputElement>('Organisation').value).toBe('sunrise');
  });

  it('good_signsInAndKeepsTheTokenInMemoryOnly', async () => {
    answer = () => json(200, { accessToken: 'token', expiresInSeconds: 600, account });
    const store = show();
    await signIn(' owner ');
    await waitFor(() => expect(store.getState().session).toMatchObject({ status: 'signedIn', accessToken: 'token' }));
    expect(bodies[0]).toEqual({ organisation: 'sunrise', login: 'owner', password: 'secret-password' });
    expect(JSON.stringify([Object.entries(window.localStorage), Object.entries(window.sessionStorage)])).not.toContain('token');
  });

  it('wrongPassword_saysSo', async () => {
    answer = () => json(401, { code: 'sign_in_failed' });
    show();
    await signIn();
    expect((await screen.findByRole('alert')).textContent).toContain('Organisation, login or password is not right.');
    expect(asked).toEqual(['/api/v1/auth/sign-in']);
  });

  it('tooMany_saysHowLong', async () => {
    answer = () => json(429, { code: 'too_many_attempts' }, { 'retry-after': '42' });
    show();
    await signIn();
    expect((await screen.findByRole('alert')).textContent).toContain('wait 42 s');
  });

  it('student_isSentToThePass_andSignedOut', async () => {
    answer = () => json(200, { accessToken: 'token', expiresInSeconds: 600, account: { ...account, role: 'student' } });
    const store = show();
    await signIn();
    expect((await screen.findByRole('alert')).textContent).toContain('Students use the pass page');
    expect(asked).toEqual(['/api/v1/auth/sign-in', '/api/v1/auth/sign-out?session=student']);
    expect(store.getState().session.status).toBe('signedOut');
  });

  it('empty_marksFieldsAndAsksNothing', async () => {
    show();
    await userEvent.click(screen.getByTestId('sign-in'));
    expect(screen.getAllByText('Please fill this in.')).toHaveLength(2);
    expect(document.activeElement).toBe(screen.getByTestId('login'));
    expect(asked).toEqual([]);
  });

  it('endedSession_saysWhy', () => {
    show('expired');
    expect(screen.getByRole('alert').textContent).toContain('Your session has ended');
  });
});

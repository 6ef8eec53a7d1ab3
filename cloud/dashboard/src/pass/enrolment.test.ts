// @vitest-environment node
import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concat, fromBase64, label, uuidBytes } from './bytes';
import { deviceLabel, isExpired, refreshPass, signInAndEnrol, signOutHere, standingOf } from './enrolment';
import { asOwner, forgetToken } from './ownCalls';
import { deletePass, loadPass } from './store';

const accountId = '0197a1b2-0000-7000-8000-0000000000aa';
const account = { accountId, role: 'student', name: 'Asha Rao', organisation: 'sunrise', organisationName: 'Sunrise' };

interface Call { readonly path: string; readonly body: Record<string, unknown>; readonly token: string | null }

describe('enrolment', () => {
  let calls: Call[];
  let answers: Record<string, () => Response | Promise<Response>>;
  const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(body), { status, headers });

  beforeEach(async () => {
    await deletePass();
    calls = [];
    answers = {
      '/auth/sign-in': () => json(200, { accessToken: 'token', account }),
      '/auth/refresh?session=student': () => json(401, { code: 'refresh_failed' }),
      '/auth/sign-out?session=student': () => new Response(null, { status: 204 }),
      '/auth/sign-out?session=desk': () => new Response(null, { status: 204 }),
      '/credentials': () => json(201, { credentialId: '0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4051', document: 'AQID', notBefore: '2026-11-23T00:00:00Z', notAfter: '2027-11-23T00:00:00Z' }),
      '/credentials/mine': () => json(200, { items: [{ credentialId: '0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4051', notAfter: '2027-11-23T00:00:00Z', revokedAt: null }] }),
      '/credentials/0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4051/revoke': () => new Response(null, { status: 204 }),
      '/time': () => json(200, { now: new Date(Date.now() + 60_000).toISOString() }),
    };
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/140.0', language: 'en' });
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      const path = url.replace('/api/v1', '');
      const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
      calls.push({ path, body, token: new Headers(init.headers).get('authorization') });
      const answer = answers[path];
      return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('no network'));
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const signIn = () => signInAndEnrol(' Sunrise ', 'asha', 'secret-password');

  it('signIn_enrolsAKeyThatCannotBeRead', async () => {
    const pass = await signIn();
    expect(pass.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', pass.privateKey)).rejects.toThrow();
    expect((await loadPass())?.credentialId).toBe(pass.credentialId);
    expect(calls[0]?.body).toMatchObject({ organisation: 'sunrise', login: 'asha' });
    expect(JSON.stringify(await loadPass())).not.toContain('secret-password');
  });

  it('signIn_provesTheKeyForThisAccount', async () => {
    await signIn();
    const { body } = calls.find(({ path }) => path === '/credentials')!;
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), fromBase64(body['publicKey'] as string)]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const message = concat(label('studyspot/enrol/1'), uuidBytes(accountId));
    expect(verify(null, message, key, fromBase64(body['proof'] as string))).toBe(true);
    expect(body).toMatchObject({ suite: 1, deviceLabel: 'Android, Chrome' });
  });

  it('signIn_staffAccount_isToldAndSignedOut', async () => {
    answers['/auth/sign-in'] = () => json(200, { accessToken: 'token', account: { ...account, role: 'owner' } });
    await expect(signIn()).rejects.toMatchObject({ code: 'not_a_student' });
    expect(calls.map(({ path }) => path)).toEqual(['/auth/sign-in', '/auth/sign-out?session=desk']);
    expect(await loadPass()).toBeNull();
  });

  it('signIn_tooMany_saysHowLong', async () => {
    answers['/auth/sign-in'] = () => json(429, { code: 'too_many_attempts' }, { 'retry-after': '42' });
    await expect(signIn()).rejects.toMatchObject({ code: 'too_many_attempts', retryAfterSeconds: 42 });
  });

  it('signIn_noNetwork_isOffline', async () => {
    delete answers['/auth/sign-in'];
    await expect(signIn()).rejects.toMatchObject({ code: 'offline' });
  });

  it('signIn_answerThatIsNoJson_hasACode', async () => {
    answers['/auth/sign-in'] = () => new Response('<html>bad gateway</html>', { status: 502 });
    await expect(signIn()).rejects.toMatchObject({ code: 'http_502' });
  });

  it('signIn_noEd25519_neverSendsThePassword', async () => {
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
    await expect(signIn()).rejects.toMatchObject({ code: 'no_ed25519' });
    expect(calls).toEqual([]);
  });

  it('signIn_insecurePage_neverSendsThePassword', async () => {
    vi.stubGlobal('isSecureContext', false);
    await expect(signIn()).rejects.toMatchObject({ code: 'not_secure' });
    expect(calls).toEqual([]);
  });

  it('refresh_revoked_isKeptForTheTimeWithoutNetwork', async () => {
    const pass = await signIn();
    answers['/credentials/mine'] = () => json(200, { items: [{ credentialId: pass.credentialId, notAfter: pass.notAfter, revokedAt: '2026-11-23T01:00:00Z', revokedReason: 'replaced' }] });
    await refreshPass(pass);
    expect(await loadPass()).toMatchObject({ standing: 'revoked', standingReason: 'replaced' });
  });

  it('refresh_noNetwork_changesNothing', async () => {
    const pass = await signIn();
    answers = {};
    expect(await refreshPass(pass)).toBe(pass);
  });

  it('refresh_cookieOfSomebodyElse_isNotUsed', async () => {
    const pass = await signIn();
    answers['/credentials/mine'] = () => json(401, { code: 'unauthenticated' });
    answers['/auth/refresh?session=student'] = () => json(200, { accessToken: 'theirs', account: { ...account, accountId: 'other' } });
    expect((await refreshPass(pass)).standing).toBe('good');
    expect(calls.some(({ token }) => token === 'Bearer theirs')).toBe(false);
  });

  it('refresh_tokenRanOut_takesANewOneOnce', async () => {
    const pass = await signIn();
    let asked = 0;
    const list = answers['/credentials/mine']!;
    answers['/credentials/mine'] = () => (asked++ === 0 ? json(401, { code: 'unauthenticated' }) : list());
    answers['/auth/refresh?session=student'] = () => json(200, { accessToken: 'fresh', account });
    await refreshPass(pass);
    expect(calls.filter(({ path }) => path === '/credentials/mine').map(({ token }) => token)).toEqual(['Bearer token', 'Bearer fresh']);
  });

  it('ownCalls_together_useTheCookieOnce', async () => {
    const pass = await signIn();
    forgetToken();
    answers['/auth/refresh?session=student'] = () => json(200, { accessToken: 'fresh', account });
    await Promise.all([asOwner(pass, (token) => Promise.resolve(token)), asOwner(pass, (token) => Promise.resolve(token))]);
    expect(calls.filter(({ path }) => path === '/auth/refresh?session=student')).toHaveLength(1);
  });

  it('refresh_signedOutMeanwhile_doesNotBringThePassBack', async () => {
    const pass = await signIn();
    await deletePass();
    await refreshPass(pass);
    expect(await loadPass()).toBeNull();
  });

  it('signOut_revokesAndDeletes', async () => {
    await signOutHere(await signIn());
    expect(calls.some(({ path, body }) => path.endsWith('/revoke') && body['reason'] === 'signed_out')).toBe(true);
    expect(await loadPass()).toBeNull();
  });

  it('signOut_noNetwork_deletesAllTheSame', async () => {
    const pass = await signIn();
    answers = {};
    await signOutHere(pass);
    expect(await loadPass()).toBeNull();
  });

  it('standing_notInTheList_isRevoked', () => expect(standingOf({ credentialId: 'x' }, [])).toMatchObject({ standing: 'revoked' }));
  it('expired_atItsLastMoment', () => {
    expect(isExpired({ notAfter: '2027-01-01T00:00:00Z' }, Date.parse('2027-01-01T00:00:00Z') - 1)).toBe(false);
    expect(isExpired({ notAfter: '2027-01-01T00:00:00Z' }, Date.parse('2027-01-01T00:00:00Z'))).toBe(true);
  });

  it.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'iPhone, Safari'],
    ['Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Safari/537.36', 'Android, Chrome'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140.0', 'Windows, Edge'],
    ['', 'Phone, browser'],
  ])('deviceLabel_%s', (agent, name) => expect(deviceLabel(agent)).toBe(name));
});

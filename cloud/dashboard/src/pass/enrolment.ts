import * as api from './api';
import { fromBase64, toBase64 } from './bytes';
import { enrolmentProof, makePhoneKey } from './keys';
import { asOwner, forgetToken, keepToken } from './ownCalls';
import { deletePass, loadPass, savePass, type Standing, type StoredPass } from './store';

/** Signs in, makes a key on this phone, has it enrolled and keeps the pass. Throws {@link api.ApiFault}. */
export async function signInAndEnrol(organisation: string, login: string, password: string): Promise<StoredPass> {
  if (!globalThis.isSecureContext) throw new api.ApiFault('not_secure', 0);
  // Before the password leaves the phone: an attempt that cannot end well should not begin.
  const key = await makePhoneKey();
  if (!key) throw new api.ApiFault('no_ed25519', 0);

  const { accessToken: token, account } = await api.signIn(organisation.trim().toLowerCase(), login.trim(), password);
  if (account.role !== 'student') {
    await api.signOut('desk').catch(() => undefined);
    throw new api.ApiFault('not_a_student', 0);
  }
  keepToken(token);

  const proof = await enrolmentProof(key.privateKey, account.accountId);
  const issued = await api.enrol(token, toBase64(key.publicKey), toBase64(proof), deviceLabel(navigator.userAgent));
  const now = Date.now();
  const pass: StoredPass = {
    privateKey: key.privateKey,
    accountId: account.accountId,
    organisation: account.organisation,
    organisationName: account.organisationName,
    name: account.name,
    login: login.trim(),
    credentialId: issued.credentialId,
    document: fromBase64(issued.document),
    notBefore: issued.notBefore,
    notAfter: issued.notAfter,
    enrolledAt: now,
    standing: 'good',
    standingReason: null,
    checkedAt: now,
    clock: await api.checkClock().catch(() => null),
  };
  try {
    await savePass(pass);
  } catch {
    throw new api.ApiFault('no_storage', 0);
  }
  // Without this a browser short of space may throw the key away. A no is no reason to stop.
  await (navigator.storage as StorageManager | undefined)?.persist().catch(() => false);
  return pass;
}

/**
 * Asks the server what it thinks of this pass and of this phone's clock, and keeps the answer. What cannot be asked now
 * stays as it was: no network, a cookie that has run out and somebody else's sign-in in this browser are all normal.
 */
export async function refreshPass(pass: StoredPass): Promise<StoredPass> {
  const clock = await api.checkClock().catch(() => null);
  let next = clock ? { ...pass, clock } : pass;
  const answer = await asOwner(pass, api.ownCredentials).catch(() => null);
  if (answer) next = { ...next, ...standingOf(pass, answer.items), checkedAt: Date.now() };
  // Somebody may have signed out in another tab meanwhile: a deleted pass must stay deleted.
  const stored = await loadPass();
  if (next !== pass && stored?.credentialId === pass.credentialId) await savePass(next);
  return next;
}

/** What the server's list says of this phone's credential. One that is not in the list is as good as revoked. */
export function standingOf(pass: Pick<StoredPass, 'credentialId'>, credentials: readonly api.OwnCredential[]): { standing: Standing; standingReason: string | null } {
  const own = credentials.find((credential) => credential.credentialId === pass.credentialId);
  if (!own) return { standing: 'revoked', standingReason: null };
  return own.revokedAt ? { standing: 'revoked', standingReason: own.revokedReason ?? null } : { standing: 'good', standingReason: null };
}

/** True when a gate would call the credential expired. */
export function isExpired(pass: Pick<StoredPass, 'notAfter'>, now: number): boolean {
  return now >= Date.parse(pass.notAfter);
}

/** Deletes the key here whatever the network says, and tells the server when it can be told. */
export async function signOutHere(pass: StoredPass): Promise<void> {
  const revoked = await asOwner(pass, (token) => api.revoke(token, pass.credentialId).then(() => true)).catch(() => false);
  if (revoked) await api.signOut('student').catch(() => undefined);
  forgetToken();
  await deletePass();
}

// In this order: an Android phone also says Linux, an iPhone Mac OS X, and Edge also says Chrome.
const SYSTEMS: readonly (readonly [string, string])[] = [
  ['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['CrOS', 'Chromebook'], ['Windows', 'Windows'], ['Mac OS X', 'Mac'], ['Linux', 'Linux'],
];
const BROWSERS: readonly (readonly [string, string])[] = [
  ['Edg', 'Edge'], ['SamsungBrowser/', 'Samsung Internet'], ['Firefox/', 'Firefox'], ['FxiOS/', 'Firefox'], ['CriOS/', 'Chrome'], ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
];

/** What the owner's list calls this phone, such as "Android, Chrome". */
export function deviceLabel(userAgent: string): string {
  const find = (names: readonly (readonly [string, string])[]): string | undefined => names.find(([mark]) => userAgent.includes(mark))?.[1];
  return `${find(SYSTEMS) ?? 'Phone'}, ${find(BROWSERS) ?? 'browser'}`;
}

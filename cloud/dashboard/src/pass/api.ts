import { measureClock, type ClockCheck } from './clock';

/** Who signed in, as the server says. */
export interface Account {
  readonly accountId: string;
  readonly role: string;
  readonly name: string;
  readonly organisation: string;
  readonly organisationName: string;
}

export interface SignedIn {
  readonly accessToken: string;
  readonly account: Account;
}

export interface IssuedCredential {
  readonly credentialId: string;
  readonly document: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface OwnCredential {
  readonly credentialId: string;
  readonly notAfter: string;
  readonly revokedAt?: string | null;
  readonly revokedReason?: string | null;
}

/** What the server knows of the student's face: never the face. */
export interface OwnFace {
  readonly state: string;
  readonly minor: boolean;
  readonly consent?: { readonly givenBy: string; readonly givenAt: string; readonly withdrawnAt?: string | null } | null;
  readonly enrolledAt?: string | null;
  readonly views?: number | null;
  /** The last try, when it stored nothing. */
  readonly failedEnrolment?: { readonly gateName: string; readonly at: string; readonly end: string } | null;
  readonly gates: readonly FaceGate[];
  readonly deletions: readonly FaceDeletion[];
}

/** A gate that can recognise faces; `allowed` when it also may. */
export interface FaceGate {
  readonly gateId: string;
  readonly name: string;
  readonly allowed: boolean;
  readonly enrolled: boolean;
  readonly otherModels: boolean;
}

/** Newest first, one for each key that was destroyed. */
export interface FaceDeletion {
  readonly keyId: string;
  readonly askedAt: string;
  readonly gates: readonly FaceProof[];
}

export interface FaceProof {
  readonly gateId: string;
  readonly name: string;
  readonly retired: boolean;
  readonly destroyedAt?: string | null;
  readonly signature?: string | null;
  readonly signingKey?: string | null;
}

/** What has to be read before agreeing, as the server words it. */
export interface FaceNotice {
  readonly version: number;
  readonly language: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

export interface DemoGate {
  readonly gateControlUrl: string;
}

/** An answer of the server that is not the wanted one. `offline`: no answer at all. */
export class ApiFault extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(code);
  }
}

const TIMEOUT_MS = 15_000;

async function call<T>(path: string, init: RequestInit & { token?: string } = {}): Promise<T> {
  const { token, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (rest.body !== undefined) headers.set('content-type', 'application/json');
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { cache: 'no-store', ...rest, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new ApiFault('offline', 0);
  }
  const text = await response.text().catch(() => '');
  if (!response.ok) {
    const retry = Number(response.headers.get('retry-after'));
    throw new ApiFault(problemCode(text) ?? `http_${response.status}`, response.status, retry > 0 ? retry : null);
  }
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function problemCode(text: string): string | null {
  try {
    const problem = JSON.parse(text) as { code?: unknown } | null;
    return typeof problem?.code === 'string' ? problem.code : null;
  } catch {
    return null;
  }
}

export const signIn = (organisation: string, login: string, password: string): Promise<SignedIn> =>
  call('/auth/sign-in', { method: 'POST', body: JSON.stringify({ organisation, login, password }) });

/** Uses the refresh cookie. The lock keeps two tabs from using one cookie twice, which the server would take for theft. */
export const refresh = async (): Promise<SignedIn> => {
  const work = () => call<SignedIn>('/auth/refresh?session=student', { method: 'POST' });
  const locks = navigator.locks as LockManager | undefined;
  return locks ? await locks.request('studyspot-refresh-student', work) : await work();
};

/** Pass and dashboard have a cookie each, so that neither signs the other out. */
export const signOut = (session: 'student' | 'desk'): Promise<void> => call(`/auth/sign-out?session=${session}`, { method: 'POST' });

export const enrol = (token: string, publicKey: string, proof: string, deviceLabel: string): Promise<IssuedCredential> =>
  call('/credentials', { method: 'POST', token, body: JSON.stringify({ publicKey, suite: 1, deviceLabel, proof }) });

export const revoke = (token: string, credentialId: string): Promise<void> =>
  call(`/credentials/${credentialId}/revoke`, { method: 'POST', token, body: JSON.stringify({ reason: 'signed_out' }) });

export const ownCredentials = (token: string): Promise<{ items: readonly OwnCredential[] }> => call('/credentials/mine', { token });

export const ownFace = (token: string): Promise<OwnFace> => call('/faces/mine', { token });

export const faceNotice = (token: string, language: string): Promise<FaceNotice> => call(`/faces/notice/${language}`, { token });

/** `adult`: the person's own word; without it the server refuses. */
export const agreeToFaces = (token: string, notice: FaceNotice, adult: boolean): Promise<void> =>
  call('/faces/mine/consent', { method: 'POST', token, body: JSON.stringify({ noticeVersion: notice.version, language: notice.language, adult }) });

export const withdrawFaces = (token: string): Promise<void> => call('/faces/mine/withdraw', { method: 'POST', token });

export async function checkClock(): Promise<ClockCheck | null> {
  const sentAt = Date.now();
  const { now } = await call<{ now: string }>('/time');
  return measureClock(sentAt, Date.now(), Date.parse(now));
}

export async function demoGate(): Promise<DemoGate | null> {
  return (await call<{ demo?: DemoGate | null }>('/config')).demo ?? null;
}

/** Demo only: what the camera of the simulated gate sees from now on. */
export async function showToCamera(gate: DemoGate, picture: Blob): Promise<void> {
  const response = await fetch(`${gate.gateControlUrl.replace(/\/$/, '')}/camera`, {
    method: 'POST', body: picture, headers: { 'content-type': 'image/png' }, signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new ApiFault(`http_${response.status}`, response.status);
}

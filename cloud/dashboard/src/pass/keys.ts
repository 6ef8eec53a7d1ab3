import { type Bytes, concat, label, uuidBytes } from './bytes';

/** A key of this phone. The private half cannot leave the browser: not even this page can read it. */
export interface PhoneKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: Bytes;
}

/** Null when the browser has no Ed25519, or the page is not on https or loopback. */
export async function makePhoneKey(): Promise<PhoneKey | null> {
  // Old browsers and pages without https have no crypto.subtle at all, whatever the types say.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  try {
    const pair = (await subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']));
    const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
    return { privateKey: pair.privateKey, publicKey };
  } catch (error) {
    if (error instanceof DOMException && (error.name === 'NotSupportedError' || error.name === 'SyntaxError')) return null;
    throw error;
  }
}

/** True when {@link makePhoneKey} will work here. */
export async function isEd25519Available(): Promise<boolean> {
  return (await makePhoneKey()) !== null;
}

export function signer(privateKey: CryptoKey): (message: Bytes) => Promise<Uint8Array> {
  return async (message) => new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, privateKey, message));
}

/** Shows the server that whoever enrols the key also holds it, and only for this account. */
export function enrolmentProof(privateKey: CryptoKey, accountId: string): Promise<Uint8Array> {
  return signer(privateKey)(concat(label('studyspot/enrol/1'), uuidBytes(accountId)));
}

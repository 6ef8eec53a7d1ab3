import { encodeBase45 } from './base45';
import { type Bytes, concat, label, uuidBytes } from './bytes';

/** Marks our codes, so that a reader tells them from a bus ticket. */
export const PREFIX = 'SS1:';
export const NONCE_BYTES = 6;
const SUITE_ED25519 = 1;
const FORM_SHORT = 0x11;
const FORM_LONG = 0x12;
const FLAG_PLACE = 0x01;
const CELLS = 2 ** 20 - 1;

/** Degrees. Kept in the code to 20 bits each, which is 19 m and at most 38 m. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** What the phone is about to show. */
export interface PresentationParts {
  readonly credentialId: string;
  /** Whole unix seconds. */
  readonly time: number;
  /** 6 bytes, random for every code. */
  readonly nonce: Uint8Array;
  readonly place?: Place | undefined;
  /** The issuer's document: with it the code has the long form, which a gate can judge that never heard of this phone. */
  readonly credential?: Uint8Array | undefined;
}

export type Sign = (message: Bytes) => Promise<Uint8Array>;

/** The text inside the QR code. Layout: docs/pass-format.md; pinned by tests/vectors/pass.json. */
export async function presentationText(parts: PresentationParts, sign: Sign): Promise<string> {
  const body = presentationBody(parts);
  const signature = await sign(concat(label('studyspot/presentation/1'), body));
  if (signature.length !== 64) throw new RangeError('an Ed25519 signature has 64 bytes');
  return PREFIX + encodeBase45(concat(body, signature));
}

/** Everything before the signature. */
export function presentationBody({ credentialId, time, nonce, place, credential }: PresentationParts): Bytes {
  if (!Number.isInteger(time) || time < 0 || time > 0xffffffff) throw new RangeError('time is whole unix seconds');
  if (nonce.length !== NONCE_BYTES) throw new RangeError('a nonce has 6 bytes');
  if (credential && credential.length > 0xffff) throw new RangeError('the credential is too long');
  return concat(
    Uint8Array.of(credential ? FORM_LONG : FORM_SHORT, SUITE_ED25519),
    uuidBytes(credentialId),
    Uint8Array.of(time >>> 24, time >>> 16, time >>> 8, time),
    Uint8Array.of(place ? FLAG_PLACE : 0),
    place ? placeBytes(place) : new Uint8Array(),
    nonce,
    credential ? Uint8Array.of(credential.length >>> 8, credential.length) : new Uint8Array(),
    credential ?? new Uint8Array(),
  );
}

/** Two 20-bit numbers in 5 bytes. */
function placeBytes({ latitude, longitude }: Place): Bytes {
  const lat = cell((latitude + 90) / 180);
  const lon = cell((longitude + 180) / 360);
  return Uint8Array.of(lat >>> 12, lat >>> 4, (lat << 4) | (lon >>> 16), lon >>> 8, lon);
}

function cell(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError('a place outside the globe');
  return Math.round(share * CELLS);
}

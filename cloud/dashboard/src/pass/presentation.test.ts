// @vitest-environment node
import { createPrivateKey, sign as nodeSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { vectors } from '../testing/vectors';
import { decodeBase45 } from './base45';
import { type Bytes, fromHex } from './bytes';
import { NONCE_BYTES, PREFIX, presentationBody, presentationText } from './presentation';
import { qrMatrix } from './qr';

interface Vector {
  readonly name: string;
  readonly phoneSeedHex: string;
  readonly credentialId: string;
  readonly time: number;
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  readonly nonceHex: string;
  readonly documentHex: string | null;
  readonly bytesHex: string;
  readonly text: string;
}

const { presentations } = vectors('pass.json') as { presentations: readonly Vector[] };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** WebCrypto cannot make a key from a seed with its export switched off; Node's signs the same (RFC 8032 is deterministic). */
function signerOf(seedHex: string) {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seedHex, 'hex')]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return (message: Bytes) => Promise.resolve(new Uint8Array(nodeSign(null, message, key)));
}

const parts = (vector: Vector) => ({
  credentialId: vector.credentialId,
  time: vector.time,
  nonce: fromHex(vector.nonceHex),
  place: vector.place ?? undefined,
  credential: vector.documentHex === null ? undefined : fromHex(vector.documentHex),
});

describe('presentation', () => {
  it('vectors_areThere', () => expect(presentations.length).toBeGreaterThanOrEqual(10));

  it.each(presentations)('text_$name_isTheVector', async (vector) => {
    const text = await presentationText(parts(vector), signerOf(vector.phoneSeedHex));
    expect(text).toBe(vector.text);
    expect(hex(decodeBase45(text.slice(PREFIX.length)) ?? new Uint8Array())).toBe(vector.bytesHex);
  });

  it('qr_shortFormWithPlace_isVersion6', () => {
    const vector = presentations.find((each) => each.name === 'short with a place');
    expect(qrMatrix(vector?.text ?? '').size).toBe(41);
  });

  it('qr_longFormWithPlace_isVersion12', () => {
    const vector = presentations.find((each) => each.name === 'long with a place');
    expect(qrMatrix(vector?.text ?? '').size).toBe(65);
  });

  const good = { credentialId: '0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4051', time: 1, nonce: new Uint8Array(NONCE_BYTES) };
  it.each([
    ['time that is no whole second', { ...good, time: 1.5 }],
    ['time before the epoch', { ...good, time: -1 }],
    ['time past 32 bits', { ...good, time: 2 ** 32 }],
    ['short nonce', { ...good, nonce: new Uint8Array(5) }],
    ['id that is no UUID', { ...good, credentialId: 'x' }],
    ['place off the globe', { ...good, place: { latitude: 91, longitude: 0 } }],
    ['place that is no number', { ...good, place: { latitude: Number.NaN, longitude: 0 } }],
    ['credential past 16 bits', { ...good, credential: new Uint8Array(0x10000) }],
  ])('body_%s_throws', (_, wrong) => expect(() => presentationBody(wrong)).toThrow(RangeError));

  it('text_signatureOfWrongLength_throws', async () => {
    await expect(presentationText(good, () => Promise.resolve(new Uint8Array(63)))).rejects.toThrow(RangeError);
  });
});

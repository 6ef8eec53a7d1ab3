// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { decodeBase45, encodeBase45 } from './base45';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('base45', () => {
  // RFC 9285, sections 4.3 and 4.4.
  it.each([['AB', 'BB8'], ['Hello!!', '%69 VD92EX0'], ['base-45', 'UJCLQE7W581'], ['ietf!', 'QED8WEX0']])('encode_%s_asTheRfcSays', (plain, text) => {
    expect(encodeBase45(ascii(plain))).toBe(text);
    expect(decodeBase45(text)).toEqual(ascii(plain));
  });

  it('encode_everyLength_comesBack', () => {
    for (let length = 0; length <= 300; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 167 + length) & 0xff);
      expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
    }
  });

  it.each(['A', 'AAAA', 'GGW', ':::', '::', 'ab', 'AÄB', 'A\u0000B'])('decode_%j_isRefused', (text) => {
    expect(decodeBase45(text)).toBeNull();
  });
});

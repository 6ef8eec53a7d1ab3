/** The alphabet of RFC 9285, which is also the alphanumeric set of a QR code: 5.5 bits a character instead of 8. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Base45 of the bytes (RFC 9285, section 4): two bytes become three characters, a last single byte becomes two. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const first = bytes[i] ?? 0;
    const second = bytes[i + 1];
    let rest = second === undefined ? first : first * 256 + second;
    for (let digit = second === undefined ? 2 : 3; digit > 0; digit--) {
      text += ALPHABET.charAt(rest % 45);
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}

/** The bytes, or null when the text is not Base45: a foreign character, a group that overflows, a length that cannot be. */
export function decodeBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const group = text.slice(i, i + 3);
    let value = 0;
    for (let k = group.length - 1; k >= 0; k--) {
      const digit = ALPHABET.indexOf(group.charAt(k));
      if (digit < 0) return null;
      value = value * 45 + digit;
    }
    if (group.length === 3) {
      if (value > 0xffff) return null;
      bytes.push(value >> 8, value & 0xff);
    } else {
      if (value > 0xff) return null;
      bytes.push(value);
    }
  }
  return Uint8Array.from(bytes);
}

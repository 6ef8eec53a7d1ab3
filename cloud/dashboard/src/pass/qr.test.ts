import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { vectors } from '../testing/vectors';
import { QUIET_ZONE, qrMatrix } from './qr';

const { presentations } = vectors('pass.json') as { presentations: readonly { readonly name: string; readonly text: string }[] };
const SCALE = 4;

/** What a camera would see, as RGBA. */
function picture(text: string): { pixels: Uint8ClampedArray; edge: number } {
  const matrix = qrMatrix(text);
  const edge = (matrix.size + 2 * QUIET_ZONE) * SCALE;
  const pixels = new Uint8ClampedArray(edge * edge * 4).fill(255);
  for (let y = 0; y < edge; y++) {
    for (let x = 0; x < edge; x++) {
      const [row, column] = [Math.floor(y / SCALE) - QUIET_ZONE, Math.floor(x / SCALE) - QUIET_ZONE];
      const inside = row >= 0 && column >= 0 && row < matrix.size && column < matrix.size;
      if (inside && matrix.isDark(row, column)) pixels.fill(0, (y * edge + x) * 4, (y * edge + x) * 4 + 3);
    }
  }
  return { pixels, edge };
}

describe('qr', () => {
  it.each(presentations)('$name_isReadByAnotherDecoder', ({ text }) => {
    const { pixels, edge } = picture(text);
    expect(jsQR(pixels, edge, edge)?.data).toBe(text);
  });

  it('foreignCharacter_throws', () => expect(() => qrMatrix('lower case')).toThrow());
});

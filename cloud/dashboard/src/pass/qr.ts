import qrcode from 'qrcode-generator';

/** Light modules around the code, as ISO/IEC 18004 asks. */
export const QUIET_ZONE = 4;

export interface QrMatrix {
  /** Modules along one edge, without the quiet zone. */
  readonly size: number;
  readonly isDark: (row: number, column: number) => boolean;
}

/** Smallest version that fits, alphanumeric mode, error correction M: 151 characters make version 6 (docs/pass-format.md). */
export function qrMatrix(text: string): QrMatrix {
  const qr = qrcode(0, 'M');
  qr.addData(text, 'Alphanumeric');
  qr.make();
  return { size: qr.getModuleCount(), isDark: (row, column) => qr.isDark(row, column) };
}

/**
 * Draws black on white whatever the colour scheme is: many readers do not find inverted codes. Every module is the same
 * whole number of device pixels, since uneven modules are what cheap scanners fail on.
 */
export function drawQr(canvas: HTMLCanvasElement, matrix: QrMatrix, edgePx: number, pixelRatio: number): void {
  const modules = matrix.size + 2 * QUIET_ZONE;
  const scale = Math.max(1, Math.floor(edgePx / modules));
  canvas.width = canvas.height = modules * scale;
  canvas.style.width = canvas.style.height = `${canvas.width / pixelRatio}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  for (let row = 0; row < matrix.size; row++) {
    for (let column = 0; column < matrix.size; column++) {
      if (matrix.isDark(row, column)) context.fillRect((column + QUIET_ZONE) * scale, (row + QUIET_ZONE) * scale, scale, scale);
    }
  }
}

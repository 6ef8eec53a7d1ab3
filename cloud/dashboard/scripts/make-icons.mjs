// Draws the icons into public/: a door frame with a tick, and writes PNGs without any image library.
import { writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { deflateSync } from 'node:zlib';

const GREEN = [0x1b, 0x5e, 0x4b];
const WHITE = [0xff, 0xff, 0xff];

/** Distance from a point to a line segment, all in units of the icon's edge. */
function toSegment(px, py, ax, ay, bx, by) {
  const t = Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
  return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
}

function inRounded(x, y, radius) {
  const dx = Math.max(radius - x, x - (1 - radius), 0);
  const dy = Math.max(radius - y, y - (1 - radius), 0);
  return Math.hypot(dx, dy) <= radius;
}

const frame = [[0.28, 0.78, 0.28, 0.26], [0.28, 0.26, 0.72, 0.26], [0.72, 0.26, 0.72, 0.78]];
const tick = [[0.40, 0.56, 0.48, 0.65], [0.48, 0.65, 0.61, 0.43]];

function pixel(x, y, maskable) {
  const s = maskable ? 0.8 : 1;
  const u = (x - 0.5) / s + 0.5;
  const v = (y - 0.5) / s + 0.5;
  if (!maskable && !inRounded(x, y, 0.2)) return null;
  const white = [...frame, ...tick].some(([ax, ay, bx, by]) => toSegment(u, v, ax, ay, bx, by) <= 0.045);
  return white ? WHITE : GREEN;
}

function png(size, maskable) {
  const rows = [];
  const steps = 4;
  for (let y = 0; y < size; y++) {
    const row = Buffer.alloc(1 + size * 4);
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0, 0];
      for (let j = 0; j < steps; j++) {
        for (let i = 0; i < steps; i++) {
          const colour = pixel((x + (i + 0.5) / steps) / size, (y + (j + 0.5) / steps) / size, maskable);
          if (colour) [0, 1, 2].forEach((k) => (sum[k] += colour[k])), sum[3]++;
        }
      }
      for (let k = 0; k < 3; k++) row[1 + x * 4 + k] = sum[3] ? Math.round(sum[k] / sum[3]) : 0;
      row[1 + x * 4 + 3] = Math.round((sum[3] * 255) / (steps * steps));
    }
    rows.push(row);
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const line = ([ax, ay, bx, by]) => `M${ax * 100} ${ay * 100}L${bx * 100} ${by * 100}`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="20" fill="#1b5e4b"/>`
  + `<path d="${[...frame, ...tick].map(line).join('')}" fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round"/></svg>\n`;

writeFileSync('public/icon.svg', svg);
writeFileSync('public/pass/icon.svg', svg);
writeFileSync('public/pass/icon-192.png', png(192, false));
writeFileSync('public/pass/icon-512.png', png(512, false));
writeFileSync('public/pass/icon-maskable-512.png', png(512, true));

const WIDTH = 960;
const HEIGHT = 720;

/** Demo only: a picture of the very canvas on the screen, as a camera over the gate would see the phone. */
export async function photograph(qr: HTMLCanvasElement): Promise<Blob> {
  const picture = document.createElement('canvas');
  picture.width = WIDTH;
  picture.height = HEIGHT;
  const context = picture.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#8a8f94';
  context.fillRect(0, 0, WIDTH, HEIGHT);

  const phone = { width: 560, height: HEIGHT - 40, x: (WIDTH - 560) / 2, y: 20 };
  context.fillStyle = '#16181a';
  context.beginPath();
  context.roundRect(phone.x, phone.y, phone.width, phone.height, 44);
  context.fill();
  context.fillStyle = '#fff';
  context.beginPath();
  context.roundRect(phone.x + 14, phone.y + 14, phone.width - 28, phone.height - 28, 32);
  context.fill();

  // The quiet zone is part of the canvas. Smoothing off: the code is scaled by whole steps or averaged down by the browser.
  const edge = Math.min(qr.width, phone.width - 48);
  context.imageSmoothingEnabled = qr.width > edge;
  context.imageSmoothingQuality = 'high';
  context.drawImage(qr, (WIDTH - edge) / 2, (HEIGHT - edge) / 2, edge, edge);
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}

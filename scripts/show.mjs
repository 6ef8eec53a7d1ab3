// Shows a picture or a video file to the simulated gate's camera:  node scripts/show.mjs GATE-URL FILE [--loop]
// A picture stands until Ctrl-C, a video is shown once or, with --loop, over and over; then the entrance is empty again.
// Decoded on this side, so that the gate's control endpoint goes on taking one kind of bytes only: a PNG.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';

const PICTURES_PER_SECOND = 10; // as often as the simulated camera looks at its scene
const [WIDTH, HEIGHT] = [1280, 720]; // the size of the gate's camera

class Failure extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

/** Fitted into the camera's picture as a camera does it, never enlarged. */
const FIT = `scale=w='min(${WIDTH},iw)':h='min(${HEIGHT},ih)':force_original_aspect_ratio=decrease,format=rgb24`;

/** A file's first picture as a PNG; null when there is none. */
function firstPicture(file) {
  const made = spawnSync('ffmpeg', ['-v', 'error', '-nostdin', '-i', `file:${file}`, '-frames:v', '1', '-vf', FIT, '-f', 'image2pipe', '-c:v', 'png', '-'], { maxBuffer: 2 ** 26, timeout: 30_000 });
  if (made.error?.code === 'ENOENT') throw new Failure('ffmpeg is not on PATH; ./studyspot demo installs it.', 74);
  return made.stdout?.length ? made.stdout : null;
}

/** Name of ffmpeg's demuxer and length in seconds; a text file is no film, whatever ffmpeg thinks of it. */
function inspect(file) {
  const asked = spawnSync('ffprobe', ['-v', 'error', '-show_entries', 'format=format_name,duration', '-of', 'json', `file:${file}`], { encoding: 'utf8', timeout: 30_000 });
  const format = asked.status === 0 ? JSON.parse(asked.stdout).format : null;
  if (!format || format.format_name === 'tty') return null;
  return { isPicture: format.format_name === 'image2' || format.format_name.endsWith('_pipe'), seconds: Number(format.duration) || 0 };
}

/** Takes whole PNG files off a stream of them. */
function* pictures(state, bytes) {
  state.rest = Buffer.concat([state.rest, bytes]);
  for (;;) {
    let end = 8;
    for (;;) {
      if (state.rest.length < end + 12) return;
      const next = end + 12 + state.rest.readUInt32BE(end);
      if (state.rest.length < next) return;
      const isLast = state.rest.toString('latin1', end + 4, end + 8) === 'IEND';
      end = next;
      if (isLast) break;
    }
    yield state.rest.subarray(0, end);
    state.rest = Buffer.from(state.rest.subarray(end));
  }
}

async function call(gate, method, path, body) {
  let response;
  try {
    response = await fetch(new URL(path, gate), { method, body, signal: AbortSignal.timeout(10_000) });
  } catch {
    throw new Failure(`the demo's gate does not answer at ${gate}: start it with ./studyspot demo in another terminal.`, 74);
  }
  if (!response.ok) throw new Failure(`the gate refused: ${(await response.json().catch(() => ({}))).detail ?? response.status}`, 70);
  return response;
}

const decided = async (gate) => (await (await call(gate, 'GET', '/state')).json()).lastDecision;

/** Says what the gate answers meanwhile. */
async function report(gate, stop) {
  let known = (await decided(gate))?.at;
  while (!stop.aborted) {
    await new Promise((done) => setTimeout(done, 300));
    const last = await decided(gate).catch(() => null);
    if (last && last.at !== known) console.log(`  ${last.reader}: ${last.outcome} (${last.reason})`);
    known = last?.at ?? known;
  }
}

/** Shows a video at its own speed; a picture that the gate had no time for is left out. */
async function play(gate, file, loop, stop) {
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-nostdin', '-re', ...(loop ? ['-stream_loop', '-1'] : []), '-i', `file:${file}`, '-an', '-sn',
    '-vf', `${FIT},fps=${PICTURES_PER_SECOND}`, '-f', 'image2pipe', '-c:v', 'png', '-compression_level', '1', '-'], { stdio: ['ignore', 'pipe', 'inherit'] });
  stop.addEventListener('abort', () => ffmpeg.kill('SIGKILL'));
  const ended = new Promise((done) => ffmpeg.once('close', done));
  const stream = { rest: Buffer.alloc(0) };
  let sending = null;
  let failure = null;
  for await (const bytes of ffmpeg.stdout) {
    for (const png of pictures(stream, bytes)) {
      if (sending === null) sending = call(gate, 'POST', '/camera', png).catch((problem) => { failure = problem; }).finally(() => { sending = null; });
    }
    if (failure) break;
  }
  ffmpeg.kill('SIGKILL');
  await ended;
  await sending;
  if (failure) throw failure;
}

async function show([url, name, option, ...more]) {
  if (!url || !name || more.length || (option && option !== '--loop')) throw new Failure('usage: ./studyspot show FILE [--loop]   (a picture, or a video of somebody who walks up)', 64);
  const file = resolve(name);
  if (!existsSync(file)) throw new Failure(`there is no file ${name}.`, 64);
  if (!statSync(file).isFile()) throw new Failure(`${name} is not a file.`, 64);
  const found = inspect(file);
  const first = found && firstPicture(file);
  if (!first) throw new Failure(`${name} is neither a picture nor a video that ffmpeg can read.`, 64);
  const stop = new AbortController();
  const interrupted = new Promise((done) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, done))).then(() => stop.abort());
  const telling = report(new URL(url), stop.signal);
  telling.catch(() => {});
  try {
    await call(url, 'GET', '/state');
    const until = found.isPicture || option ? 'until Ctrl-C' : `for ${Math.max(1, Math.round(found.seconds))} s`;
    console.log(`showing ${basename(file)} to the gate's camera ${until}; its screen is at ${new URL('/screen/', url)}`);
    if (found.isPicture) {
      await call(url, 'POST', '/camera', first);
      await interrupted;
    } else {
      await play(url, file, option === '--loop', stop.signal);
      // What the last pictures led to is still being decided.
      if (!stop.signal.aborted) await new Promise((done) => setTimeout(done, 1500));
    }
  } finally {
    stop.abort();
    await call(url, 'DELETE', '/camera').catch(() => {});
  }
  await telling;
}

try {
  await show(process.argv.slice(2));
  process.exit(0);
} catch (problem) {
  if (!(problem instanceof Failure)) throw problem;
  console.error(`studyspot: ${problem.message}`);
  process.exit(problem.code);
}

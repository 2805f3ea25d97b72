/** `npm run make [-- kind...]`: builds, packages the application once, and makes the kinds of packages that this machine can make, or those named. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { maintainerWords } from '../maintainer.ts';
import { productName } from '../metadata.ts';
import { targetOf } from '../target.ts';
import { readVersion } from '../version.ts';
import { choosePossible, obstacleOf, type Surroundings } from './choose.ts';
import { kindNames, kinds, type KindName } from './kinds.ts';

const root = resolve(import.meta.dirname, '../..');

const here: Surroundings = {
  platform: process.platform,
  hasProgram: (name) =>
    (process.env['PATH'] ?? '').split(delimiter).some((folder) => isProgram(folder, name)),
  reachesTools,
};

const usage = `npm run make [-- ${kindNames.join('|')} ...] [--arch x64|arm64] [--quick] [--packaged]
  --quick     do not compress
  --packaged  take the application as it was packaged last`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      arch: { type: 'string', default: process.arch },
      quick: { type: 'boolean', default: false },
      packaged: { type: 'boolean', default: false },
    },
  });
  // In the order of the table: NSIS puts a helper into the folder that it wraps, which an archive made later would have too.
  const asked = kindNames.filter((name) => positionals.includes(name));
  const unknown = positionals.filter((word) => !isKind(word));
  if (unknown.length > 0) throw new Error(`There is no kind called ${unknown.join(', ')}.\n${usage}`);
  const made = asked.length > 0 ? await all(asked) : await possible();
  if (made.length === 0) return;
  maintainerWords(process.env); // refused before anything takes minutes
  const target = targetOf(process.platform, values.arch);
  const packaged = join(root, 'out', `${productName}-${target.platform}-${target.arch}`);
  if (!values.packaged) packageApplication(target.arch);
  if (!existsSync(packaged)) throw new Error(`There is no packaged application at ${packaged}.`);
  const output = join(root, 'out/make');
  await mkdir(output, { recursive: true });
  process.env['SOURCE_DATE_EPOCH'] ??= timeOfCommit();
  for (const name of made) {
    const files = await kinds[name].make({
      root,
      packaged,
      target,
      version: readVersion(root),
      output,
      work: join(root, 'out/work'),
      quick: values.quick,
    });
    for (const file of files) console.log(`${name}: ${relative(root, file)}`);
  }
}

const isKind = (word: string): word is KindName => kindNames.some((name) => name === word);

async function possible(): Promise<readonly KindName[]> {
  const { made, leftOut } = await choosePossible(here);
  for (const line of leftOut) console.log(line);
  return made;
}

/** What was asked for by name is made or refused, never passed over. */
async function all(names: readonly KindName[]): Promise<readonly KindName[]> {
  for (const name of names) {
    const obstacle = await obstacleOf(name, here);
    if (obstacle !== undefined) throw new Error(`${name} cannot be made here: ${obstacle}.`);
  }
  return names;
}

function packageApplication(arch: string): void {
  for (const words of [
    ['npm', 'run', '--silent', 'build:app'],
    ['npx', 'electron-forge', 'package', `--arch=${arch}`],
  ]) {
    const [program = '', ...rest] = words;
    const { status } = spawnSync(program, rest, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`${words.join(' ')} failed; the lines above say why.`);
  }
}

/** Times inside packages, in seconds: equal sources, equal packages. */
function timeOfCommit(): string {
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : String(Math.floor(Date.now() / 1000));
}

function isProgram(folder: string, name: string): boolean {
  return ['', '.exe'].some((ending) => {
    try {
      accessSync(join(folder, name + ending), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function reachesTools(): Promise<boolean> {
  const mirror = process.env['ELECTRON_BUILDER_BINARIES_MIRROR'];
  try {
    await fetch(mirror ?? 'https://github.com', { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

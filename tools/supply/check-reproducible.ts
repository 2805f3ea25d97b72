/**
 * `npm run check:reproducible`: packages the application twice from the same sources and compares everything in both, byte by byte. The second
 * time in a folder of another name and depth, in another time zone and language, minutes later: what of that gets into a package is found.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { extractAll } from '@electron/asar';
import { productName } from '../../packaging/metadata.ts';
import { root } from './lockfile.ts';
import { treeDifferences, treeHashes } from './tree-hashes.ts';

/** Nothing: what must differ one day is named here with the reason, and in docs/supply-chain.md. */
const mayDiffer: readonly string[] = [];

const work = join(root, '.cache/reproducible');
const packageName = `${productName}-${process.platform}-${process.arch}`;

function packageIn(checkout: string, environment: Readonly<Record<string, string>>): string {
  rmSync(join(checkout, 'dist'), { recursive: true, force: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', '--silent', 'package'], {
    cwd: checkout,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`\`npm run package\` ended with ${status} in ${checkout}.`);
  return join(checkout, 'out', packageName);
}

/** The sources as git knows them, what is not committed yet too, with the same packages. */
function secondCheckout(): string {
  const checkout = join(work, 'a folder/of another name');
  mkdirSync(checkout, { recursive: true });
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  });
  const archive = execFileSync('tar', ['--create', '--null', '--files-from=-'], {
    cwd: root,
    input: files,
    maxBuffer: 1e9,
  });
  execFileSync('tar', ['--extract'], { cwd: checkout, input: archive });
  execFileSync('cp', ['-al', join(root, 'node_modules'), checkout]);
  return checkout;
}

async function main(): Promise<void> {
  if (process.platform === 'win32') throw new Error('It wants tar and links of files: Linux or macOS.');
  rmSync(work, { recursive: true, force: true });
  const first = join(work, 'first');
  mkdirSync(dirname(first), { recursive: true });
  renameSync(packageIn(root, { TZ: 'UTC', LC_ALL: 'C' }), first);
  const second = packageIn(secondCheckout(), { TZ: 'Pacific/Auckland', LC_ALL: 'C.UTF-8' });
  const resources = process.platform === 'darwin' ? `${productName}.app/Contents/Resources` : 'resources';
  const differences = treeDifferences(await treeHashes(first), await treeHashes(second), mayDiffer);
  const inside = differences.some((sentence) => sentence.startsWith(`${resources}/app.asar `))
    ? await insideArchives(join(first, resources, 'app.asar'), join(second, resources, 'app.asar'))
    : [];
  const files = (await treeHashes(first)).size;
  if (differences.length === 0) console.log(`Both packages have the same ${files} files, byte by byte.`);
  else console.error([...differences, ...inside].join('\n'));
  process.exitCode = differences.length === 0 ? 0 : 1;
}

/** Which files of the archive it is. */
async function insideArchives(one: string, other: string): Promise<string[]> {
  const [first, second] = [join(work, 'first-archive'), join(work, 'second-archive')];
  extractAll(one, first);
  extractAll(other, second);
  return treeDifferences(await treeHashes(first), await treeHashes(second), []).map(
    (sentence) => `in app.asar: ${sentence}`,
  );
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

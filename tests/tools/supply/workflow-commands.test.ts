import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { kinds, type KindName } from '../../../packaging/make/kinds.ts';
import { root } from '../../../tools/supply/lockfile.ts';
import { workflowCommands, type Checkout } from '../../../tools/supply/workflow-commands.ts';

const folder = join(root, '.github', 'workflows');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { scripts } = z
  .looseObject({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
const checkout: Checkout = {
  scripts: new Set(Object.keys(scripts)),
  has: (file) => existsSync(join(root, file)),
};

it.each(readdirSync(folder))('%s says nothing that is not there', (file) => {
  expect(workflowCommands(readFileSync(join(folder, file), 'utf8'), checkout).faults).toEqual([]);
});

describe('the release', () => {
  const { secrets, variables, builds } = workflowCommands(read('.github/workflows/release.yml'), checkout);

  it('reads the secrets and variables that docs/releasing.md lists, all of them and no others', () => {
    const rows = [...read('docs/releasing.md').matchAll(/^\| (`[^|]+) \| (secret|variable) /gm)];
    const listed = (kind: string) =>
      rows
        .filter((row) => row[2] === kind)
        .flatMap(([, names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name))
        .toSorted();
    expect({ secrets, variables }).toEqual({ secrets: listed('secret'), variables: listed('variable') });
  });

  it('reads the notes before anything is built, not an hour later', () => {
    const [check = '', ...later] = read('.github/workflows/release.yml').split(/^  (?:build|publish):$/m);
    expect(check).toContain('tools/supply/release-notes.ts');
    expect(later).toHaveLength(2);
  });

  it('makes on every system all kinds of packages that are made there', () => {
    const systems = { ubuntu: 'linux', windows: 'win32', macos: 'darwin' };
    for (const { runner, targets } of builds) {
      const system = systems[z.enum(['ubuntu', 'windows', 'macos']).parse(runner.replace(/-.*/, ''))];
      const made = Object.entries(kinds).filter(([, kind]) => ['any', system].includes(kind.system));
      expect(targets.toSorted()).toEqual(made.map(([name]) => name as KindName).toSorted());
    }
    expect(builds).toHaveLength(4);
  });
});

describe('a workflow', () => {
  const job = (steps: string, more = '') => `
name: some
on: {push: {}}
permissions: {}
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: {}${more}
    steps:
      - ${steps}
`;
  const faults = (source: string) =>
    workflowCommands(source, { scripts: new Set(['build']), has: (file) => file === 'tools/a.ts' }).faults;

  it('whose commands are there has no faults', () => {
    expect(faults(job('run: npm ci && npm run build -- all && npx tsx tools/a.ts out'))).toEqual([]);
    expect(faults(job('run: node -p 1'))).toEqual([]);
  });

  it.each([
    ['run: npm run --silent biuld', '', 'There is no script biuld.'],
    ['run: date && npx tsx tools/b.ts', '', 'There is no file tools/b.ts.'],
    ['run: bash b.sh', '', 'There is no file b.sh.'],
    ['run: date', '\n    needs: two', 'Job one needs two, which is none.'],
    ['{run: date, env: {A: "${{ matrix.name }}"}}', '', 'Job one reads name of a matrix that has none.'],
    ['name: nothing', '', 'A step of job one must either run or use something.'],
  ])('with %j%s is refused', (steps, more, sentence) => {
    expect(faults(job(steps, more))).toEqual([sentence]);
  });

  it('with a word that the language does not have is refused', () => {
    expect(() => faults(job('{run: date, envs: {}}'))).toThrow('envs');
    expect(() => faults(job('run: date', '\n    timeout: 5'))).toThrow('timeout');
  });
});

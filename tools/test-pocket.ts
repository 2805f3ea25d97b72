/** `npm run test:pocket`: the Python tests of tools/pocket in an environment of their own. More options go to pytest; `--prepare` makes the environment alone. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pythonEnvironment } from './python-environment.ts';

const root = resolve(import.meta.dirname, '..');

try {
  const python = pythonEnvironment('pocket', resolve(root, 'tools/pocket/requirements.txt'));
  const asked = process.argv.slice(2);
  if (asked.includes('--prepare')) process.exit();
  const options = ['-q', '-rs', '-p', 'no:cacheprovider', '--durations=5', ...asked];
  const { status } = spawnSync(python, ['-m', 'pytest', 'tests/tools/pocket', ...options], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

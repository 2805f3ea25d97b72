import { expect, it } from 'vitest';
import { installScripts, scriptsAreOff } from '../../../tools/supply/install-scripts.ts';
import { locked } from './lock.ts';

it('A new package with an install script is named, and a line of the table that nothing needs', () => {
  const lock = [
    locked({ name: 'known', hasInstallScript: true }),
    locked({ name: 'new', hasInstallScript: true }),
  ];
  expect(installScripts(lock, { known: 'reason', gone: 'reason' })).toEqual({
    unexplained: ['new'],
    needless: ['gone'],
  });
});

it('Only the plain setting counts as off', () => {
  expect(scriptsAreOff('fund=false\nignore-scripts=true\n')).toBe(true);
  expect(scriptsAreOff('# ignore-scripts=true\n')).toBe(false);
  expect(scriptsAreOff('ignore-scripts=false\n')).toBe(false);
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineSwitch, commandLineWords } from '../../electron/command-line.ts';

describe('commandLineWords', () => {
  it('are undefined for a start of the window, with files or without', () => {
    expect(commandLineWords(['/usr/lib/x'])).toBeUndefined();
    expect(commandLineWords(['/usr/lib/x', '/home/dymu.png', '--no-sandbox'])).toBeUndefined();
  });

  it('are everything after the switch, switches that Chromium knows too', () => {
    const argv = ['/usr/lib/x', '--no-sandbox', '--dymu', '--', 'ask', '--version', '--', '--dymu'];
    expect(commandLineWords(argv)).toEqual(['ask', '--version', '--', '--dymu']);
    expect(commandLineWords(['x', '--dymu', 'devices'])).toEqual(['devices']);
    expect(commandLineWords(['x', '--dymu'])).toEqual([]);
  });

  it.each(['dymu.sh', 'dymu-mac.sh', 'dymu.cmd'])('are what %s hands over', (file) => {
    const text = readFileSync(resolve(import.meta.dirname, '../../packaging/launchers', file), 'utf8');
    const lines = text.split(/\r?\n/u).filter((line) => line.includes('dymu-explorer'));
    expect(lines.at(-1)).toMatch(new RegExp(` ${commandLineSwitch} -- ("\\$@"|%\\*)$`, 'u'));
  });
});

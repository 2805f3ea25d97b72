import { describe, expect, it } from 'vitest';
import { needlessExceptions, refusedLicences } from '../../../tools/supply/licences.ts';
import { locked } from './lock.ts';

const refused = (licence: string, development = false, name = 'a') =>
  refusedLicences([locked({ name, licence, development })]);

describe('what ships', () => {
  it.each(['MIT', 'Apache-2.0 AND BSD-3-Clause', '(MIT OR GPL-3.0-only)', 'GPL-2.0-only OR ISC'])(
    'may be under %s',
    (licence) => {
      expect(refused(licence)).toEqual([]);
    },
  );

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    'MPL-2.0',
    'LGPL-3.0-or-later',
    'SEE LICENSE IN LICENSE',
    '',
  ])('may not be under "%s"', (licence) => {
    expect(refused(licence)).toEqual([
      `node_modules/a (ships) is under "${licence}", which is not on the list.`,
    ]);
  });

  it('may be under the LGPL where it is libvips, and only there', () => {
    expect(refused('LGPL-3.0-or-later', false, '@img/sharp-libvips-linux-x64')).toEqual([]);
    expect(refused('Apache-2.0 AND LGPL-3.0-or-later', false, '@img/sharp-win32-x64')).toEqual([]);
    expect(refused('GPL-3.0-or-later', false, '@img/sharp-libvips-linux-x64')).toHaveLength(1);
  });
});

it('What only builds may be under the MPL, but not under the GPL', () => {
  expect(refused('MPL-2.0', true)).toEqual([]);
  expect(refused('GPL-3.0-only', true)).toHaveLength(1);
});

it('An exception that no package needs is named', () => {
  expect(needlessExceptions([])).toHaveLength(2);
});

/** Which licences packages may have: what ships, and what only builds and tests. Exceptions are named one by one, with the reason. */
import type { LockedPackage } from './lockfile.ts';

/** They ask for no more than that their text and the names of the authors go along. */
const permissive = [
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
];

/** More is no matter where nothing of the package is passed on: file-level copyleft, licences of data and of jokes. */
const whereNothingShips = [...permissive, 'MPL-2.0', 'Python-2.0', 'CC-BY-3.0', 'CC-BY-4.0', 'WTFPL'];

interface Exception {
  /** Of package names. */
  readonly packages: RegExp;
  readonly licence: string;
  readonly reason: string;
}

/** What ships although its licence asks for more. */
export const exceptions: readonly Exception[] = [
  {
    packages: /^@img\/sharp-(?:libvips-[\w-]+|win32-\w+)$/,
    licence: 'LGPL-3.0-or-later',
    reason:
      'libvips is a dynamic library in a file of its own, which anybody may replace by another build; its source and licence are named in the notices',
  },
  {
    packages: /^@img\/sharp-wasm32$/,
    licence: 'LGPL-3.0-or-later',
    reason: 'the lock file names it, but npm installs it on no processor that this program runs on',
  },
];

/** The licences of an SPDX expression as lists, of which one must be allowed whole. Parentheses and WITH beyond `(A OR B)` are not used by any package here. */
function alternatives(expression: string): string[][] {
  const bare = expression.trim().replace(/^\((.*)\)$/, '$1');
  return bare.split(/\s+OR\s+/).map((choice) => choice.split(/\s+AND\s+/));
}

/** A sentence for every package whose licence is not on the list that counts for it. */
export function refusedLicences(lock: readonly LockedPackage[]): string[] {
  return lock.flatMap(({ folder, name, licence, development }) => {
    const allowed = new Set(development ? whereNothingShips : permissive);
    const excepted = exceptions.filter(({ packages }) => !development && packages.test(name));
    for (const exception of excepted) allowed.add(exception.licence);
    if (alternatives(licence).some((all) => all.every((one) => allowed.has(one)))) return [];
    const where = development ? 'builds and tests' : 'ships';
    return [`${folder} (${where}) is under "${licence}", which is not on the list.`];
  });
}

/** Exceptions that no package needs. */
export function needlessExceptions(lock: readonly LockedPackage[]): string[] {
  const shipped = lock.filter((locked) => !locked.development);
  return exceptions
    .filter(
      ({ packages, licence }) =>
        !shipped.some((locked) => packages.test(locked.name) && locked.licence.includes(licence)),
    )
    .map(({ packages }) => packages.source);
}

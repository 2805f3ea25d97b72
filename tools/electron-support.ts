/**
 * Which majors of Electron get security fixes: the newest three. `npm run check:electron` fails where the one that ships does not.
 *
 * First releases: the npm registry (`npm view electron time`), read on 2026-11-29. A major's support ends when the third one after it comes
 * out; until that is known, 24 weeks after its own release, for a major comes every 8 weeks.
 */
import { createRequire } from 'node:module';
import { z } from 'zod';

const firstReleases: Readonly<Record<number, string>> = {
  40: '2026-01-16',
  41: '2026-03-11',
  42: '2026-05-06',
  43: '2026-07-01',
  44: '2026-08-25',
  45: '2026-10-21',
};

const supportedMajors = 3;
const daysBetweenMajors = 56;

export type Support =
  | { readonly kind: 'supported'; readonly until: string; readonly planned: boolean }
  | { readonly kind: 'ended'; readonly on: string; readonly planned: boolean }
  | { readonly kind: 'unknown' };

/** @param version of Electron: '45.5.0'. @param today as '2026-11-29' */
export function supportOf(version: string, today: string): Support {
  const major = Number.parseInt(version, 10);
  const released = firstReleases[major];
  if (released === undefined) return { kind: 'unknown' };
  const successor = firstReleases[major + supportedMajors];
  const end = successor ?? daysAfter(released, supportedMajors * daysBetweenMajors);
  const planned = successor === undefined;
  return today < end ? { kind: 'supported', until: end, planned } : { kind: 'ended', on: end, planned };
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

export function inWords(version: string, support: Support): string {
  switch (support.kind) {
    case 'supported':
      return `Electron ${version} is supported until ${support.until}${support.planned ? ', as planned' : ''}.`;
    case 'ended':
      return `Electron ${version} has been out of support since ${support.on}${support.planned ? ', as planned' : ''}; take a newer major in package.json, and add it to the table in tools/electron-support.ts.`;
    case 'unknown':
      return `Electron ${version} is not in the table of tools/electron-support.ts; add the day of its first release.`;
  }
}

/** The version that `package.json` pins and that a package for users carries. */
export function shippedElectron(): string {
  const require = createRequire(import.meta.url);
  const packageSchema = z.object({
    devDependencies: z.object({ electron: z.string().regex(/^\d+\.\d+\.\d+$/) }),
  });
  return packageSchema.parse(require('../package.json')).devDependencies.electron;
}

if (process.argv[1] === import.meta.filename) {
  const version = shippedElectron();
  const support = supportOf(version, new Date().toISOString().slice(0, 10));
  console.log(inWords(version, support));
  process.exitCode = support.kind === 'supported' ? 0 : 1;
}

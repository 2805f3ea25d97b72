/**
 * `npm run check:supply`: everything that can be known of the packages without a network, in one line each; ends with 1 where something is
 * wrong. `-- --release` wants fresh advisories, too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ageInWords, audit, readAdvisories, tooOld } from './advisories.ts';
import { installScripts, scriptsAreOff } from './install-scripts.ts';
import { needlessExceptions, refusedLicences } from './licences.ts';
import { leftOpen, parseManifest } from './lock-complete.ts';
import { readLock, root } from './lockfile.ts';
import { packageUse, readSources } from './package-use.ts';

export interface Finding {
  readonly subject: string;
  /** One sentence each; none where all is well. */
  readonly sentences: readonly string[];
}

export function findings(): Finding[] {
  const lock = readLock();
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const manifest = parseManifest(text);
  const { scripts } = z.looseObject({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(text));
  const { unexplained, needless } = installScripts(lock);
  const { unused, undeclared } = packageUse(manifest, readSources(), Object.values(scripts));
  return [
    { subject: 'lock file', sentences: leftOpen(lock, manifest) },
    {
      subject: 'install scripts',
      sentences: [
        ...(scriptsAreOff(readFileSync(join(root, '.npmrc'), 'utf8'))
          ? []
          : ['.npmrc does not say ignore-scripts=true.']),
        ...unexplained.map((name) => `${name} has an install script that tools/supply does not know.`),
        ...needless.map((name) => `tools/supply explains an install script of ${name}, which has none.`),
      ],
    },
    {
      subject: 'licences',
      sentences: [
        ...refusedLicences(lock),
        ...needlessExceptions(lock).map((pattern) => `No package needs the exception for ${pattern}.`),
      ],
    },
    { subject: 'known advisories', sentences: audit(lock, readAdvisories()).affected },
    {
      subject: 'use of packages',
      sentences: [
        ...unused.map((name) => `${name} stands in package.json, but nothing imports it.`),
        ...undeclared.map((name) => `${name} is imported, but does not stand in package.json.`),
      ],
    },
  ];
}

if (process.argv[1] === import.meta.filename) {
  const advisories = readAdvisories();
  const today = new Date().toISOString().slice(0, 10);
  const release = process.argv.includes('--release');
  const all = [
    ...findings(),
    ...(release ? [{ subject: 'age of the advisories', sentences: tooOld(advisories, today, 7) }] : []),
  ];
  for (const { subject, sentences } of all)
    console.log(`${subject}: ${sentences.length === 0 ? 'in order' : `\n  ${sentences.join('\n  ')}`}`);
  console.log(ageInWords(advisories, today));
  process.exitCode = all.some(({ sentences }) => sentences.length > 0) ? 1 : 0;
}

/** `npx tsx tools/supply/release-notes.ts`: what CHANGELOG.md says of the version of package.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from './lock-complete.ts';
import { root } from './lockfile.ts';

/** Throws where the version has no section, or is still called unreleased. */
export function notesOf(changelog: string, version: string): string {
  const [, heading = '', after = ''] =
    new RegExp(`^(## ${version.replaceAll('.', '\\.')}\\b.*)\\n([\\s\\S]*)`, 'm').exec(changelog) ?? [];
  if (heading === '') throw new Error(`CHANGELOG.md has no section for ${version}.`);
  if (/unreleased/i.test(heading))
    throw new Error(`CHANGELOG.md still calls ${version} unreleased; give it its day.`);
  return `${(after.split(/^## /m, 1)[0] ?? '').trim()}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const { version } = parseManifest(readFileSync(join(root, 'package.json'), 'utf8'));
  process.stdout.write(notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version));
}

/** `npx tsx tools/supply/checksums.ts FOLDER`: SHA-256 of every file of a folder, in `SHA256SUMS`, as `sha256sum --check` reads it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function checksums(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name !== 'SHA256SUMS')
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}  ${name}\n`,
    )
    .join('');
}

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2] ?? 'release';
  const text = checksums(folder);
  if (text === '') throw new Error(`There is nothing in ${folder}.`);
  writeFileSync(join(folder, 'SHA256SUMS'), text);
  console.log(text.trimEnd());
}

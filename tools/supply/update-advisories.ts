/** `npm run update:advisories`: asks the registry which advisories there are for the locked packages and writes `advisories.json`. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { advisoryPath, answerSchema, readAdvisories, type AdvisoryFile } from './advisories.ts';
import { readLock, type LockedPackage } from './lockfile.ts';

/** @param registry address that ends with a slash, as npm's configuration has it */
export async function fetchAdvisories(
  registry: string,
  lock: readonly LockedPackage[],
  kept: Pick<AdvisoryFile, 'accepted'>,
  today: string,
): Promise<AdvisoryFile> {
  const versions: Record<string, string[]> = {};
  for (const { name, version } of lock) (versions[name] ??= []).push(version);
  const response = await fetch(new URL('-/npm/v1/security/advisories/bulk', registry), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(versions),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok)
    throw new Error(
      `The registry did not answer the question about advisories: status ${response.status}. The file stays as it was.`,
    );
  const advisories = answerSchema.parse(await response.json());
  return { fetched: today, asked: Object.keys(versions).sort(), advisories, accepted: kept.accepted };
}

if (process.argv[1] === import.meta.filename) {
  try {
    const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
    const today = new Date().toISOString().slice(0, 10);
    const file = await fetchAdvisories(registry, readLock(), readAdvisories(), today);
    writeFileSync(advisoryPath, await format(JSON.stringify(file), { parser: 'json' }));
    console.log(
      `${file.asked.length} packages asked for, ${Object.values(file.advisories).flat().length} advisories.`,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

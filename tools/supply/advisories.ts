/** The audit that needs no network: locked versions against a file of security advisories, which has a date. `npm run update:advisories` fetches it anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { z } from 'zod';
import { root, type LockedPackage } from './lockfile.ts';

export const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const;

export const advisorySchema = z.looseObject({
  id: z.number().int(),
  url: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  vulnerable_versions: z.string(),
});

/** What the registry answers: the advisories of each package that was asked for, none for those that have none. */
export const answerSchema = z.record(z.string(), z.array(advisorySchema));

export const advisoryFileSchema = z.strictObject({
  /** The day of the answer, '2026-11-29'; null as long as no registry that knows advisories was in reach. */
  fetched: z.iso.date().nullable(),
  /** The names that were asked for. A package that is not among them was not audited. */
  asked: z.array(z.string()),
  advisories: answerSchema,
  /** Advisories that do not concern this program, by their address, with the reason. */
  accepted: z.record(z.string(), z.string().min(20)),
});

export type AdvisoryFile = z.infer<typeof advisoryFileSchema>;

export const advisoryPath = join(root, 'tools', 'supply', 'advisories.json');
export const readAdvisories = (): AdvisoryFile =>
  advisoryFileSchema.parse(JSON.parse(readFileSync(advisoryPath, 'utf8')));

export interface Audit {
  /** A sentence for each locked package that an advisory names. */
  readonly affected: readonly string[];
  /** Locked packages that the file knows nothing about, because they came later. */
  readonly unasked: readonly string[];
}

export function audit(lock: readonly LockedPackage[], file: AdvisoryFile): Audit {
  const asked = new Set(file.asked);
  const names = [...new Set(lock.map(({ name }) => name))];
  return {
    affected: lock.flatMap((locked) => affecting(locked, file)),
    unasked: file.fetched === null ? names : names.filter((name) => !asked.has(name)),
  };
}

function affecting({ folder, name, version, development }: LockedPackage, file: AdvisoryFile): string[] {
  return (file.advisories[name] ?? [])
    .filter(({ url }) => !(url in file.accepted))
    .filter(({ vulnerable_versions: range }) => semver.satisfies(version, range, { includePrerelease: true }))
    .map(
      ({ severity, title, url, vulnerable_versions: range }) =>
        `${folder} ${version} (${development ? 'builds and tests' : 'ships'}): ${title}, ${severity}, versions ${range} (${url}).`,
    );
}

/** A sentence where the file is not from the last `days` days: nothing may be released on what it says. @param today as '2026-11-29' */
export function tooOld({ fetched }: AdvisoryFile, today: string, days: number): string[] {
  if (fetched !== null && Date.parse(today) - Date.parse(fetched) <= days * 86_400_000) return [];
  return [`The advisories are of ${fetched ?? 'no day'}; a release wants them of the last ${days} days.`];
}

/** What the file's age means. @param today as '2026-11-29' */
export function ageInWords(file: AdvisoryFile, today: string): string {
  if (file.fetched === null)
    return 'No advisories were fetched yet: the audit says nothing. Run `npm run update:advisories` where the registry answers questions about them.';
  const days = Math.round((Date.parse(today) - Date.parse(file.fetched)) / 86_400_000);
  return `Advisories as of ${file.fetched}, ${days === 1 ? '1 day' : `${days} days`} old.`;
}

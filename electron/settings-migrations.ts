/** Settings of earlier versions, brought up to date step by step. What is no settings file stays as it is: the schema refuses it. Pure. */
import { z } from 'zod';
import { settingsVersion } from './settings-schema.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * From the version of its key to the next one. Version 2 has text size, motion, device, threads and the tour, of which version 1 knows
 * nothing: the number makes an older application put the file aside instead of dropping them when it writes.
 */
const steps: Readonly<Record<number, (settings: Fields) => Fields>> = {
  1: (settings) => ({ ...settings, tour: 'known' }), // who has settings has seen the window
};

const versionedSchema = z.looseObject({ version: z.int() });

/** @returns the same where it is of this version, of a later one, or nothing that has a version */
export function migrated(document: unknown): unknown {
  const parsed = versionedSchema.safeParse(document);
  if (!parsed.success) return document;
  let { version, ...fields }: { version: number } & Fields = parsed.data;
  for (; version < settingsVersion; version += 1) {
    const step = steps[version];
    if (step === undefined) return document;
    fields = step(fields);
  }
  return { ...fields, version };
}

/** The settings file: read once, written atomically, put aside when it cannot be read. Knows no window. */
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../src-engine/files/atomic-write.ts';
import { exists, readText } from '../src-engine/files/bounded-file.ts';
import { documentIfWhole } from '../src-engine/files/document.ts';
import { migrated } from './settings-migrations.ts';
import {
  defaultSettings,
  settingsSchema,
  windowSettingsSchema,
  type Settings,
  type WindowSettings,
} from './settings-schema.ts';
import { forOwner } from '../src-engine/files/for-owner.ts';

const mostBytes = 16 * 1_048_576;

export interface SettingsStore {
  readonly current: Settings;
  /** Replaces the fields given; they are on disk when the promise is done. Rejects with `bad-input` where the file cannot be written. */
  update(changes: Partial<Settings>): Promise<Settings>;
  /** Done when every update is on disk or has failed. */
  flush(): Promise<void>;
}

/** `putAside` is the new name of a file that could not be read, for the log. */
export interface OpenedSettings {
  readonly store: SettingsStore;
  readonly putAside: string | undefined;
}

export async function openSettings(file: string, now = new Date()): Promise<OpenedSettings> {
  if (!(await exists(file))) return { store: createStore(file, defaultSettings), putAside: undefined };
  const subject = { file, code: 'bad-input', remedy: 'delete it' } as const;
  const text = await readText(file, mostBytes, subject).catch(() => ''); // put aside as well
  const settings = documentIfWhole(z.preprocess(migrated, settingsSchema), text);
  if (settings) return { store: createStore(file, settings), putAside: undefined };
  const putAside = `${file}.unreadable-${now.toISOString().replaceAll(':', '-')}`;
  await rename(file, putAside).catch(() => undefined); // a start is worth more than the evidence
  return { store: createStore(file, defaultSettings), putAside };
}

/** Without what is the host's. */
export function windowSettings({ current }: SettingsStore): WindowSettings {
  return windowSettingsSchema.parse(current);
}

function createStore(file: string, initial: Settings): SettingsStore {
  let current = initial;
  let writing: Promise<unknown> = Promise.resolve();

  async function write(settings: Settings): Promise<void> {
    await mkdir(dirname(file), { recursive: true, mode: forOwner.folder });
    await writeAtomically(file, `${JSON.stringify(settings, null, 2)}\n`, forOwner.file);
  }

  return {
    get current() {
      return current;
    },
    update: async (changes) => {
      current = { ...current, ...changes };
      const mine = current;
      const written = writing.then(() => write(mine)); // one at a time, in order
      writing = written.catch(() => undefined);
      await written;
      return mine;
    },
    flush: async () => {
      await writing;
    },
  };
}

/** What is written onto a disk that is full, or may not be written: one sentence, and what was there before stays whole. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLastSession } from '../../electron/last-session.ts';
import { readSessionFile, writeSessionFile } from '../../electron/session-files.ts';
import { openSettings } from '../../electron/settings.ts';
import { readProgress, writeProgress } from '../../src-engine/calibration/progress-file.ts';
import { prepareFolder } from '../../src-engine/checkpoint/quantised/copies-folder.ts';
import { openDatabase } from '../../src-engine/database/database.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { openAnswerStore } from '../../src-engine/evaluation/answer-store.ts';
import { writeAtomically } from '../../src-engine/files/atomic-write.ts';
import { sampleSession } from '../session-file/samples.ts';
import { smallDisk, type SmallDisk } from '../support/small-disk.ts';

const probe = smallDisk(64);
const why = typeof probe === 'string' ? probe : undefined;
if (typeof probe !== 'string') probe.remove();

/** The engine's refusal, which must be one sentence. */
async function refusalOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.code).toBe('bad-input');
    expect(error.message).toMatch(/^[^\n]+\.$/);
    return error.message;
  }
  throw new Error('It was written.');
}

describe.skipIf(why !== undefined)(`a disk${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let disk: SmallDisk;
  const at = (name: string) => join(disk.folder, name);
  const fill = () => {
    const chunk = new Uint8Array(4096);
    try {
      for (let index = 0; index < 10_000; index++) writeFileSync(at(`filler-${index}`), chunk);
    } catch {
      // full
    }
  };

  beforeEach(() => {
    const made = smallDisk(512);
    if (typeof made === 'string') throw new Error(made);
    disk = made;
  });
  afterEach(() => disk.remove());

  describe('that is full', () => {
    it('refuses an export, a calibration or a figure in one sentence and leaves the old file and nothing else', async () => {
      writeFileSync(at('table.csv'), 'old');
      fill();
      const refusal = await refusalOf(() => writeAtomically(at('table.csv'), 'x'.repeat(100_000)));
      expect(refusal).toMatch(/^Cannot write ".*table\.csv"; check that the folder .* has free space\.$/);
      expect(readFileSync(at('table.csv'), 'utf8')).toBe('old');
      expect(readdirSync(disk.folder).filter((name) => name.includes('table'))).toEqual(['table.csv']);
    });

    it('keeps the settings in force and the file of before, and writes again when there is room', async () => {
      const file = at('settings.json');
      const { store } = await openSettings(file);
      await store.update({ theme: 'dark' });
      fill();
      const long = { text: 'x'.repeat(100_000) };
      await refusalOf(() => store.update({ theme: 'light', values: long }));
      expect(store.current.theme).toBe('light');
      expect((await openSettings(file)).store.current.theme).toBe('dark');
      for (const name of readdirSync(disk.folder)) if (name.startsWith('filler')) writeFileSync(at(name), '');
      await store.update({ theme: 'system' });
      expect((await openSettings(file)).store.current).toMatchObject({ theme: 'system', values: long });
    });

    it('stops the database in one sentence, and everything that it held is there', async () => {
      const database = openDatabase(disk.folder);
      const put = (key: string) => database.run('insert into plans (key) values (?)', key);
      for (let index = 0; index < 20; index++) put(`kept ${index}`);
      fill();
      let more = 0;
      const refusal = await refusalOf(() => {
        for (; more < 10_000; more++) put(`more ${more} ${'x'.repeat(500)}`);
      });
      expect(refusal).toMatch(
        /^The database '.*dymu\.db' cannot grow, because the disk is full; free some space and go on: what was kept so far is safe\.$/,
      );
      expect(database.tuples('select count(*) from plans')).toEqual([[20 + more]]);
      database.close();
    });

    it('ends an evaluation in one sentence, and the answers kept so far are found again', async () => {
      const store = await openAnswerStore(at('answers.jsonl'), true);
      const given = { text: 'yes', tokens: 9, cut: false };
      await store.put('first', given);
      fill();
      let more = 0;
      const refusal = await refusalOf(async () => {
        for (; more < 2000; more++) await store.put(`more ${more}`, { ...given, text: 'x'.repeat(300) });
      });
      expect(refusal).toContain('answers.jsonl');
      await store.close();
      for (const name of readdirSync(disk.folder)) if (name.startsWith('filler')) writeFileSync(at(name), '');
      const again = await openAnswerStore(at('answers.jsonl'), true);
      expect(again.get('first')).toEqual(given);
      expect(again.get(`more ${more - 1}`)?.text ?? '').toBe(more > 0 ? 'x'.repeat(300) : '');
      await again.put('later', given);
      await again.close();
    });

    it('refuses a session in one sentence, leaves the file of before, and nothing half', async () => {
      const path = at('mine.dymu-session');
      const beside = new Map([['pasted#1', Buffer.alloc(50_000, 7)]]);
      const pasted = { key: '9', name: 'pasted', from: { kind: 'beside', id: 'pasted#1' } } as const;
      const save = (question: string) => {
        const session = { ...sampleSession, question, pictures: [...sampleSession.pictures, pasted] };
        const mayRead = () => true;
        return writeSessionFile({ session, inside: true, beside, application: '1.2.3', mayRead, path });
      };
      await save('before');
      fill();
      for (const name of readdirSync(disk.folder)
        .filter((each) => each.startsWith('filler'))
        .slice(0, 4))
        rmSync(at(name)); // room for a part of it
      expect(await refusalOf(() => save('after'))).toContain('mine.dymu-session');
      expect((await readSessionFile(path)).question).toBe('before');
      expect(readdirSync(disk.folder).filter((name) => !name.startsWith('filler'))).toEqual([
        'mine.dymu-session',
      ]);
    });

    it('keeps the last session of before, with its pictures', async () => {
      const last = openLastSession(at('last'));
      const picture = (size: number) => new Map([['pasted#1', new Uint8Array(size)]]);
      await last.write('before', picture(1000));
      fill();
      const more = new Map([...picture(1000), ['pasted#2', new Uint8Array(300_000)]]);
      await refusalOf(() => last.write('after', more));
      const kept = await openLastSession(at('last')).read();
      expect([kept?.text.toString(), [...(kept?.pictures.keys() ?? [])]]).toEqual(['before', ['pasted#1']]);
    });

    it('ends a calibration in one sentence, and what it had found before is found again', async () => {
      const key = { encoder: 'e', data: 'd', batch: 1, totals: [10] };
      const out = at('curve.json');
      const found = Array.from({ length: 40 }, () => new Array<number>(24).fill(0.123456789));
      await writeProgress(out, key, { found, measured: [] });
      fill();
      const more = Array.from({ length: 20 }, () => found).flat();
      expect(await refusalOf(() => writeProgress(out, key, { found: more, measured: [] }))).toContain(
        'curve.json.progress',
      );
      expect(await readProgress(out, key)).toMatchObject({ found, measured: [] });
    });

    it('is noticed before a quantised copy of weights is begun', async () => {
      const refusal = await refusalOf(() => prepareFolder(at('copies'), 50_000_000));
      expect(refusal).toMatch(/^A quantised copy of this model takes .*, but .* has .* of free space; /);
    });
  });

  describe('that may not be written', () => {
    it('lets the settings be read and says in one sentence that they cannot be kept', async () => {
      await (await openSettings(at('settings.json'))).store.update({ theme: 'dark' });
      disk.makeReadOnly();
      const { store, putAside } = await openSettings(at('settings.json'));
      expect([store.current.theme, putAside]).toEqual(['dark', undefined]);
      await refusalOf(() => store.update({ theme: 'light' }));
      expect(store.current.theme).toBe('light');
    });

    it('says so of the database, of kept answers and of copies of weights', async () => {
      mkdirSync(at('copies'));
      disk.makeReadOnly();
      expect(await refusalOf(() => openDatabase(disk.folder).close())).toMatch(/^The database .*dymu\.db/);
      expect(await refusalOf(() => openAnswerStore(at('answers.jsonl'), true))).toContain('answers.jsonl');
      expect(await refusalOf(() => prepareFolder(at('new/copies'), 1))).toContain('copies');
    });
  });
});

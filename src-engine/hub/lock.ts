/** That one download goes on in a place, not two: a file that says who has it, which a dead process has no more. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { documentIfWhole } from '../files/document.ts';
import { processLives } from '../files/process-lives.ts';
import { removeAbandoned, temporaryOf } from '../files/temporary-names.ts';

const schema = z.object({ owner: z.string(), host: z.string(), pid: z.int() });
type Holder = z.infer<typeof schema>;

const beatMs = 5_000;
/** Of another computer, whose processes nobody can see from here. */
const silenceMs = 120_000;

async function holderOf(path: string): Promise<Holder | undefined> {
  return documentIfWhole(schema, await readFile(path, 'utf8').catch(() => ''));
}

async function isStale(path: string, holder: Holder | undefined): Promise<boolean> {
  if (holder?.host === hostname()) return !processLives(holder.pid);
  const beat = await stat(path).catch(() => undefined);
  // Half written, or another computer's.
  return beat === undefined || Date.now() - beat.mtimeMs > (holder === undefined ? beatMs : silenceMs);
}

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644);
    await file.writeFile(JSON.stringify(holder));
    await file.close();
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

/** Takes a lock of the dead away; where somebody has taken it meanwhile, it is put back. */
async function takeAway(path: string, stale: Holder | undefined): Promise<void> {
  const aside = temporaryOf(path);
  await rename(path, aside).catch(() => undefined);
  const moved = await holderOf(aside);
  if (moved?.owner !== stale?.owner) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Answers what gives it back. Throws `bad-input` where somebody else downloads there. */
export async function takeLock(path: string, what: string): Promise<() => Promise<void>> {
  const mine: Holder = { owner: randomUUID(), host: hostname(), pid: process.pid };
  await mkdir(dirname(path), { recursive: true });
  if (!(await create(path, mine))) {
    const holder = await holderOf(path);
    const stale = await isStale(path, holder);
    if (stale) await takeAway(path, holder);
    if (!stale || !(await create(path, mine))) {
      const who = holder?.host === hostname() ? `by process ${holder.pid}` : `by another computer`;
      throw new EngineError('bad-input', `${what} is being downloaded already, ${who}`, {
        remedy: 'wait until that is done, or stop it',
      });
    }
  }
  // A kill in the midst of taking a lock away leaves it aside.
  await removeAbandoned(path);
  const beats = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, beatMs).unref();
  return async () => {
    clearInterval(beats);
    if ((await holderOf(path))?.owner === mine.owner) await rm(path, { force: true });
  };
}

/** A peer as a process of its own, in whatever language: asked by lines on its input, it answers with lines of JSON. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export interface Peer {
  readonly version: string;
  readonly cases: readonly string[];
  /** How far the features of a case are from the engine's, relative to the largest; where it was measured. */
  readonly error: Readonly<Record<string, number>>;
  /** In the unit of what is measured. Rejects, with the reason as its message, where the peer fails or is silent for too long. */
  measure(which: string): Promise<number>;
  close(): void;
}

const ready = z.object({
  version: z.string(),
  cases: z.array(z.string()),
  error: z.record(z.string(), z.number()),
});
const reply = z.object({ value: z.number() });

export interface PeerCommand {
  readonly command: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Patience {
  readonly startMs: number;
  readonly answerMs: number;
}

const patience: Patience = { startMs: 600_000, answerMs: 180_000 };

const running = new Set<ChildProcessWithoutNullStreams>();
process.once('exit', () => {
  for (const child of running) child.kill(); // also one that is still loading
});

/** Throws an Error, whose message is one line, where it ends before it has answered or is silent for too long. */
export async function startPeer(
  { command, words, environment }: PeerCommand,
  { startMs, answerMs }: Patience = patience,
): Promise<Peer> {
  const child = spawn(command, words, { env: { ...process.env, ...environment } });
  const lastWords = lastLineOf(child);
  running.add(child);
  child.once('close', () => running.delete(child));
  child.stdin.on('error', () => undefined); // it has ended, which the next line says
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<unknown> => {
    for (;;) {
      const line = await lines.next();
      if (line.done === true) throw new Error(await lastWords());
      if (line.value.startsWith('{')) return JSON.parse(line.value); // libraries print what they like
    }
  };
  const within = async (limitMs: number): Promise<unknown> => {
    const timer = new AbortController();
    const late = sleep(limitMs, undefined, { signal: timer.signal }).then(() => {
      throw new Error(`it said nothing for ${String(Math.round(limitMs / 1000))} s`);
    });
    try {
      return await Promise.race([nextLine(), late]);
    } catch (cause) {
      child.kill('SIGKILL');
      throw cause;
    } finally {
      late.catch(() => undefined);
      timer.abort();
    }
  };
  return {
    ...ready.parse(await within(startMs)),
    async measure(which) {
      child.stdin.write(`${which}\n`);
      return reply.parse(await within(answerMs)).value;
    },
    close: () => child.stdin.end(),
  };
}

/** What it said last on its error stream, when it has ended. */
function lastLineOf(child: ChildProcessWithoutNullStreams): () => Promise<string> {
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-8192)));
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => {
      resolve(message);
    });
    child.once('close', (code, signal) => {
      resolve(lastLine(said) ?? `it ended with ${String(code ?? signal)}`);
    });
  });
  return () => ended;
}

/** The line that says what went wrong: a traceback's last, or the first that names an error. */
export function lastLine(said: string): string | undefined {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const named = lines.filter((line) => /^\w*(?:Error|Exception)\b.*:/u.test(line));
  return (named.at(-1) ?? lines.at(-1))?.slice(0, 300);
}

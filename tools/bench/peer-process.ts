/** A peer as a process of its own, in whatever language: asked by lines on its input, it answers with lines of JSON. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

export interface Peer {
  readonly version: string;
  readonly cases: readonly string[];
  /** How far the features of a case are from the engine's, relative to the largest; where it was measured. */
  readonly error: Readonly<Record<string, number>>;
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

/** Throws an Error where it ends before it has answered. What it says on the error stream goes to ours. */
export async function startPeer({ command, words, environment }: PeerCommand): Promise<Peer> {
  const child = spawn(command, words, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<unknown> => {
    for (;;) {
      const line = await lines.next();
      if (line.done === true) throw new Error(`${command} ${words.slice(0, 2).join(' ')} has ended.`);
      if (line.value.startsWith('{')) return JSON.parse(line.value); // libraries print what they like
    }
  };
  return {
    ...ready.parse(await nextLine()),
    async measure(which) {
      child.stdin.write(`${which}\n`);
      return reply.parse(await nextLine()).value;
    },
    close: () => child.stdin.end(),
  };
}

/** Sends files to the server, two at a time, and knows how far they all are; together they can be stopped. */
import { isImageName } from '../../electron/image-names.ts';
import { limits } from '../../src-engine/remote/limits.ts';

/** Of everything that is under way, from the first file until none is left. */
export interface Progress {
  readonly name: string; // of the file that is being sent
  readonly done: number; // files
  readonly files: number;
  readonly sent: number; // bytes
  readonly bytes: number;
}

/** One request. Resolves to the path on the server; rejects with a sentence, and where the signal fires. */
export type Post = (file: File, signal: AbortSignal, onSent: (bytes: number) => void) => Promise<string>;

export interface Sender {
  readonly send: (file: File) => Promise<string>;
  /** Ends all that is under way or waits. */
  readonly stop: () => void;
}

const atOnce = 2;
const MB = 1_048_576;

/** @param show hears of every change, and null when nothing is under way any more */
export function createSender(post: Post, show: (progress: Progress | null) => void): Sender {
  const sent = new Map<File, number>(); // bytes of those that are under way or done
  const waiting: (() => void)[] = [];
  let [running, done, files, bytes] = [0, 0, 0, 0];
  let stopping = new AbortController();

  function tell(name: string): void {
    const sum = [...sent.values()].reduce((total, each) => total + each, 0);
    show({ name, done, files, sent: sum, bytes });
  }

  function ended(): void {
    const next = waiting.shift();
    if (next !== undefined) {
      next(); // it has this one's place
      return;
    }
    running -= 1;
    if (running > 0) return;
    [done, files, bytes] = [0, 0, 0];
    sent.clear();
    stopping = new AbortController();
    show(null);
  }

  async function turn(): Promise<void> {
    if (running >= atOnce) await new Promise<void>((begin) => waiting.push(begin));
    else running += 1;
  }

  return {
    stop: () => stopping.abort(),
    send: async (file) => {
      refuseLarge(file);
      files += 1;
      bytes += file.size;
      const { signal } = stopping;
      await turn();
      try {
        if (signal.aborted) throw stopped(file);
        tell(file.name);
        const path = await post(file, signal, (so) => {
          sent.set(file, so);
          tell(file.name);
        });
        sent.set(file, file.size);
        done += 1;
        return path;
      } catch (error) {
        throw signal.aborted ? stopped(file) : error;
      } finally {
        ended();
      }
    },
  };
}

const stopped = ({ name }: File): Error => new Error(`${name} was not sent, because you stopped it.`);

/** The server would refuse it too, in the midst of its bytes. */
function refuseLarge({ name, size }: File): void {
  if (!isImageName(name) || size <= limits.imageBytes) return;
  throw new Error(
    `${name} is larger than ${limits.imageBytes / MB} MB; make it smaller, or put it into a folder that the server offers.`,
  );
}

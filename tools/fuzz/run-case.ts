/** One input against one target under every oracle: result or one sentence, time, memory, files, and nothing left to fail later. */
import { setImmediate } from 'node:timers/promises';
import { growthDuring } from './memory.ts';
import { openedDuring } from './opens.ts';
import { canaryWord, emptyPlace, type Place } from './place.ts';
import { faultOf } from './sentence.ts';
import type { Target } from './target.ts';

export interface Outcome {
  /** How it ended: read as a good file, or refused. */
  readonly kind: 'read' | 'refused';
  /** What an oracle has against it. */
  readonly fault: string | undefined;
  readonly cpu: number; // ms
  readonly growth: number; // bytes
}

const late: string[] = [];

/** Rejections that nobody waits for and errors outside of any call are finds too; the process goes on. */
export function watchLateErrors(): void {
  const keep = (what: string) => (cause: unknown) =>
    late.push(`${what}: ${cause instanceof Error ? String(cause.stack) : String(cause)}`.slice(0, 600));
  process.on('unhandledRejection', keep('a rejection that nobody handles'));
  process.on('uncaughtException', keep('an exception outside of any call'));
  process.on('warning', ({ message }) => {
    if (/garbage collection/u.test(message)) late.push(`a file left open: ${message}`);
  });
}

export async function runCase(target: Target, input: unknown, place: Place): Promise<Outcome> {
  late.length = 0;
  await emptyPlace(place);
  let thrown: { readonly cause: unknown } | undefined;
  const before = process.cpuUsage();
  let opened: readonly string[] = [];
  const growth = await growthDuring(async () => {
    opened = await openedDuring(async () => {
      await target.run(input, place).catch((cause: unknown) => {
        thrown = { cause };
      });
      await setImmediate();
      await setImmediate();
    });
  });
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000;
  const refused = thrown === undefined ? undefined : faultOf(thrown.cause);
  const fault =
    refused ??
    late[0] ??
    outsideFault(target, opened, thrown?.cause, place) ??
    costFault(target, cpu, growth);
  return { kind: thrown === undefined ? 'read' : 'refused', fault, cpu, growth };
}

function outsideFault(
  target: Target,
  opened: readonly string[],
  cause: unknown,
  place: Place,
): string | undefined {
  if (target.readsElsewhere === true) return undefined;
  const read = opened.find((path) => path.startsWith(place.outside));
  if (read !== undefined) return `a read outside the chosen folder: ${read.slice(place.outside.length + 1)}`;
  const said = cause instanceof Error ? `${cause.message} ${String(Reflect.get(cause, 'detail'))}` : '';
  return said.includes(canaryWord) ? 'a sentence with words of a file outside the chosen folder' : undefined;
}

function costFault({ mostCpu, mostBytes }: Target, cpu: number, growth: number): string | undefined {
  if (cpu > mostCpu)
    return `${Math.round(cpu / 1000)} s of processor time, more than ${Math.round(mostCpu / 1000)}`;
  if (growth > mostBytes)
    return `${Math.round(growth / 2 ** 20)} MB of memory, more than ${Math.round(mostBytes / 2 ** 20)}`;
  return undefined;
}

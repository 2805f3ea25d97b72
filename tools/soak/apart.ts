/** What the page's process is made of: what Chromium's own allocators say of themselves when its tracing asks them, in MB. */
import type { Page } from 'playwright-core';
import { z } from 'zod';

/** MB that an allocator has taken from the system, by the name that Chromium has for it, such as `malloc` or `blink_gc/main/heap`; `#used` behind it stands for what is in use of that, `#committed` for what it may use without asking again. */
export type Parts = Readonly<Record<string, number>>;

const attribute = z.looseObject({ value: z.union([z.string(), z.number()]) });
const dump = z.looseObject({
  ph: z.literal('v'),
  pid: z.number(),
  args: z.looseObject({
    dumps: z.looseObject({
      allocators: z.record(z.string(), z.looseObject({ attrs: z.record(z.string(), attribute).optional() })),
    }),
  }),
});

/** Chromium's form; Playwright's types have texts alone. */
const noPeriods = { triggers: [] } as unknown as Record<string, string>;

/** Asks the process with this number, after a collection of garbage. @throws Error where tracing does not answer */
export async function takeApart(page: Page, pid: number): Promise<Parts> {
  const devtools = await page.context().newCDPSession(page);
  const events: unknown[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const completed = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['disabled-by-default-memory-infra'],
      excludedCategories: ['*'],
      memoryDumpConfig: noPeriods,
    },
  });
  const { success } = await devtools.send('Tracing.requestMemoryDump', {
    deterministic: true,
    levelOfDetail: 'detailed',
  });
  await devtools.send('Tracing.end');
  await completed;
  await devtools.detach();
  if (!success) throw new Error('Chromium did not take its memory apart.');
  return partsOf(events, pid);
}

/** Pure. @param events of a trace */
export function partsOf(events: readonly unknown[], pid: number): Parts {
  const parts: Record<string, number> = {};
  for (const event of events) {
    const read = dump.safeParse(event);
    if (!read.success || read.data.pid !== pid) continue;
    for (const [name, { attrs = {} }] of Object.entries(read.data.args.dumps.allocators)) {
      const size = megabytes(attrs['size']);
      const used = megabytes(attrs['allocated_objects_size']);
      const committed = megabytes(attrs['committed_size']);
      if (committed !== undefined) parts[`${name}#committed`] = committed;
      if (size !== undefined) parts[name] = size;
      if (used !== undefined) parts[`${name}#used`] = used;
    }
  }
  return parts;
}

/** Sizes are written as hexadecimal text. */
function megabytes(size: z.infer<typeof attribute> | undefined): number | undefined {
  return size === undefined ? undefined : Number.parseInt(String(size.value), 16) / 1e6;
}

/** Parts that together are nearly all that the page holds of its own, in words, by Chromium's names for them. */
const rows = [
  ["V8: the page's objects", 'v8/main/heap'],
  ['of these compiled code', 'v8/main/heap/code_space'],
  ["Blink's objects: elements, styles, layout", 'blink_gc/main/heap'],
  ['of these in use', 'blink_gc/main/heap#used'],
  ['partitions: texts, bytes of pictures, arrays', 'partition_alloc/partitions'],
  ['of these in use', 'partition_alloc/allocated_objects'],
  ['everything else by malloc: painting, networking, compilers', 'malloc'],
  ['of these in use', 'malloc/allocated_objects'],
  ['decoded pictures and tiles, shared with other processes', 'shared_memory'],
] as const;

/** MB by part after the first round, the second, and on average over the last three. Pure. */
export function partsTable(rounds: readonly Parts[]): string {
  const mean = (name: string, from: readonly Parts[]) =>
    (from.reduce((sum, parts) => sum + (parts[name] ?? 0), 0) / from.length).toFixed(1);
  return [
    "| the page's memory, MB | first | second | last three |",
    '| --- | --- | --- | --- |',
    ...rows.map(
      ([words, name]) =>
        `| ${words} | ${[rounds.slice(0, 1), rounds.slice(1, 2), rounds.slice(-3)].map((from) => mean(name, from)).join(' | ')} |`,
    ),
  ].join('\n');
}

/** A trace of what the processes of a window do, recorded over the DevTools protocol while something is done in it. */
import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';

const eventSchema = z.object({
  name: z.string(),
  ph: z.string(),
  ts: z.number(), // microseconds
  pid: z.number(),
  tid: z.number(),
  dur: z.number().optional(), // microseconds of the clock
  tdur: z.number().optional(), // microseconds of the processor
  args: z.record(z.string(), z.unknown()).optional(),
});

export type TraceEvent = z.infer<typeof eventSchema>;

/** Few and coarse ones: a trace of everything makes what it measures slower. */
const categories = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  '__metadata',
] as const;

export async function traced(page: Page, work: () => Promise<void>): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { includedCategories: [...categories], recordMode: 'recordAsMuchAsPossible' },
  });
  await work();
  const complete = new Promise<string>((resolve, reject) => {
    session.once('Tracing.tracingComplete', ({ stream }) =>
      stream === undefined ? reject(new Error('The trace has no stream.')) : resolve(stream),
    );
  });
  await session.send('Tracing.end');
  const text = await read(session, await complete);
  await session.detach();
  const { traceEvents } = z.object({ traceEvents: z.array(eventSchema) }).parse(JSON.parse(text));
  return traceEvents;
}

async function read(session: CDPSession, handle: string): Promise<string> {
  const parts: Buffer[] = [];
  for (let eof = false; !eof;) {
    const part = await session.send('IO.read', { handle, size: 2 ** 22 });
    parts.push(Buffer.from(part.data, part.base64Encoded === true ? 'base64' : 'utf8'));
    eof = part.eof;
  }
  await session.send('IO.close', { handle });
  return Buffer.concat(parts).toString('utf8');
}

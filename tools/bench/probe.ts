/** A process of one build, which measures one case of a task whenever it is told its name: forked by probes.ts, of no use alone. */
import { z } from 'zod';
import { tasks } from './tasks.ts';

const [name = '', build = ''] = process.argv.slice(2);
const task = tasks.get(name);
if (task === undefined) throw new Error(`There is no task ${name}.`);
const cases = await task.open(build);

process.on('message', (message) => void measure(z.string().parse(message)));
process.on('disconnect', () => process.exit(0));
process.send?.({ cases: [...cases.keys()] });

async function measure(which: string): Promise<void> {
  try {
    const value = await cases.get(which)?.();
    process.send?.({ value: value ?? Number.NaN });
  } catch (cause) {
    process.send?.({ failed: cause instanceof Error ? cause.message : String(cause) });
  }
}

/** A process that runs cases, so that a crash of native code or a hang costs no more than itself. */
import fc from 'fast-check';
import { watchOpens } from './opens.ts';
import { makePlace, removePlace } from './place.ts';
import type { Order, Report } from './protocol.ts';
import { runCase, watchLateErrors } from './run-case.ts';
import type { Target } from './target.ts';

watchOpens();
watchLateErrors();
const { targetNamed } = await import('./targets.ts'); // after the functions it binds are watched
const place = await makePlace();
const inputs = new Map<string, fc.Arbitrary<unknown>>();

const send = (report: Report) => process.send?.(report);

async function inputsOf(target: Target): Promise<fc.Arbitrary<unknown>> {
  const made = inputs.get(target.name) ?? (await target.inputs());
  inputs.set(target.name, made);
  return made;
}

async function work(order: Order): Promise<void> {
  const target = targetNamed(order.target);
  if (target === undefined) throw new Error(`there is no target '${order.target}'`);
  if (order.kind === 'input') {
    send({ kind: 'begun', index: 0 });
    send({ kind: 'ended', index: 0, outcome: await runCase(target, order.input, place) });
    return;
  }
  const arbitrary = await inputsOf(target);
  for (let index = order.from; index < order.to; index++) {
    const [input] = fc.sample(arbitrary, { seed: order.seed, path: String(index), numRuns: 1 });
    send({ kind: 'begun', index });
    send({ kind: 'ended', index, outcome: await runCase(target, input, place) });
  }
}

process.on('message', (order: Order) => {
  void work(order)
    .catch((cause: unknown) =>
      send({ kind: 'broken', words: cause instanceof Error ? String(cause.stack) : String(cause) }),
    )
    .finally(() => send({ kind: 'done' }));
});
process.on('disconnect', () => {
  void removePlace(place).finally(() => process.exit());
});
send({ kind: 'ready' });

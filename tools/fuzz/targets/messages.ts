/** Messages: tasks and results of the queue, what a window sends to the engine and to the shell. */
import { MessageChannel } from 'node:worker_threads';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { argumentSchemas } from '../../../electron/argument-schemas.ts';
import { menuSchema } from '../../../electron/menu-schema.ts';
import { rememberedModelSchema, windowSettingsChangesSchema } from '../../../electron/settings-schema.ts';
import type { Engine } from '../../../src-engine/engine.ts';
import { modelDifference, parseTask, resultMessageSchema } from '../../../src-engine/queue/messages.ts';
import { listRuns } from '../../../src-engine/queue/runs.ts';
import { serveEngine } from '../../../src-engine/remote/host.ts';
import { isReply, type Reply } from '../../../src-engine/remote/protocol.ts';
import { trustingRules } from '../../../src-engine/remote/trusting-rules.ts';
import { fromWire } from '../../../src-engine/remote/wire-error.ts';
import { insideOf } from '../../../src-engine/sharing/inside.ts';
import { imagesOf } from '../../../src-engine/sharing/task-files.ts';
import { resultSchemas } from '../../../src-engine/sharing/task-schemas.ts';
import { hostileDocument, hostileJson } from '../edits/json.ts';
import { MB, target, type Target } from '../target.ts';
import * as samples from './samples.ts';

const limits = { mostBytes: 300 * MB, mostCpu: 20_000 };

const envelopes = [
  ...Object.entries(samples.calls).map(([call, request], id) => ({
    kind: 'call',
    id,
    call,
    ...(request === undefined ? {} : { request }),
  })),
  { kind: 'answer', id: 50, request: samples.answerRequest },
  { kind: 'next', id: 50 },
  { kind: 'abort', id: 50 },
  { kind: 'leave', id: 50 },
];

/** As much as the host looks for in a reply. */
const replied = (call: string | symbol): unknown =>
  call === 'jobs'
    ? []
    : call === 'jobResult' || call === 'sweepRows' || call === 'changeJob'
      ? null
      : { id: 'a', files: [], model: {} };

/** Answers every call at once with nothing in particular: what is looked at is what reaches it and what is refused. */
const engine = new Proxy({} as Engine, {
  get: (_, name) =>
    name === 'answer'
      ? async function* () {
          yield await Promise.resolve({ kind: 'nothing' });
        }
      : () => Promise.resolve(replied(name)),
  ownKeys: () => [...Object.keys(samples.calls), 'answer', 'close'],
  getOwnPropertyDescriptor: () => ({
    enumerable: true,
    configurable: true,
    value: () => Promise.resolve({ id: 'a' }),
  }),
});

async function post(messages: readonly unknown[]): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const replies: Reply[] = [];
  serveEngine(engine, port1, trustingRules);
  port2.on('message', (reply: unknown) => {
    if (isReply(reply)) replies.push(reply);
  });
  for (const message of [...messages, { kind: 'call', id: 999_999, call: 'devices' }])
    port2.postMessage(message);
  // Whatever came before, the last one is answered.
  for (let waited = 0; !replies.some(({ id }) => id === 999_999); waited += 10) {
    if (waited > 10_000) throw new Error('the engine answers no more');
    await setTimeout(10);
  }
  port2.close();
  for (const reply of replies) {
    if (reply.kind !== 'throw') continue;
    throw fromWire(reply.error);
  }
}

function runsIn(texts: readonly string[]): Redis {
  const client = {
    scan: () => Promise.resolve(['0', texts.map((_, at) => String(at))]),
    mget: () => Promise.resolve(texts),
  };
  return client as unknown as Redis;
}

/** One well-formed request of every channel that carries something. */
const requests = Object.entries({
  'engine:restart': ['processor'],
  'files:choose-questions': ['folder'],
  'files:dropped': ['/pictures/a.png'],
  'files:choose-place': ['calibration', 'a.json'],
  'files:own-calibration': ['a.json'],
  'files:remember': [['/pictures/a.png', '/pictures/b.png']],
  'files:save-text': ['a.csv', 'a,b'],
  'files:save-bytes': ['a.parquet', new Uint8Array(8)],
  'model:remember': [{ directory: '/models/a', name: 'a' }],
  'model:forget': ['/models/a'],
  'settings:write': [{ theme: 'dark', values: { a: [1, { b: null }] } }],
  'session:keep': [{ pictures: [] }],
  'session:keep-picture': ['a', new Uint8Array(8)],
  'menu:set': [samples.menu],
  'app:about': [],
} satisfies Partial<Record<keyof typeof argumentSchemas, unknown[]>>);

/** Its own arguments, edited, or those of another channel. */
const argumentsOf = ([channel, args]: readonly [string, readonly unknown[]]) =>
  fc
    .oneof(
      { weight: 4, arbitrary: hostileDocument([args]) },
      { weight: 1, arbitrary: fc.constantFrom<readonly unknown[]>(...requests.map(([, other]) => other)) },
    )
    .map((edited): readonly [string, unknown] => [channel, edited]);

const namesOnly = ['files:choose-place', 'files:own-calibration', 'files:save-text', 'files:save-bytes'];

/** What a dialog proposes as a file's name leads nowhere. */
function staysAName(channel: string, args: readonly unknown[]): void {
  const name = args[channel === 'files:choose-place' ? 1 : 0];
  if (namesOnly.includes(channel) && !/^[\w-][\w.-]*$/u.test(String(name)))
    throw new Error(`${channel} took a name that is none`);
}

export const messageTargets: readonly Target[] = [
  target<readonly unknown[]>({
    name: 'engine-messages',
    inputs: () =>
      Promise.resolve(
        fc.array(
          fc.oneof(
            { weight: 4, arbitrary: hostileDocument(envelopes) },
            { weight: 1, arbitrary: fc.constantFrom<unknown>(...envelopes) },
          ),
          { minLength: 1, maxLength: 5 },
        ),
      ),
    run: post,
    ...limits,
  }),
  target<unknown>({
    name: 'queue-task',
    inputs: () => Promise.resolve(hostileDocument([samples.task])),
    async run(data, place) {
      const { model, task } = parseTask(data);
      modelDifference(model, { ...model, encoder: 'another' });
      const inside = await insideOf(place.folder);
      for (const image of imagesOf(task)) await inside.check(image);
    },
    ...limits,
  }),
  target<readonly string[]>({
    name: 'queue-runs',
    inputs: () => Promise.resolve(fc.array(hostileJson([samples.run1]), { maxLength: 5 })),
    run: (texts) => listRuns(runsIn(texts)),
    ...limits,
  }),
  target<unknown>({
    name: 'queue-result',
    inputs: () =>
      Promise.resolve(
        hostileDocument([
          { by: 'a', result: [0.5] },
          {
            by: 'a',
            result: [{ path: '/a.png', width: 1, height: 1, bytes: 1, views: 1, fullTokens: 1, tokens: [1] }],
          },
        ]),
      ),
    run(data) {
      const message = resultMessageSchema.safeParse(data);
      if (message.success)
        for (const schema of Object.values(resultSchemas)) schema.safeParse(message.data.result);
      return Promise.resolve();
    },
    ...limits,
  }),
  target<unknown>({
    name: 'window-messages',
    inputs: () =>
      Promise.resolve(
        hostileDocument([
          samples.menu,
          { theme: 'dark', values: { a: [1, { b: null }] } },
          { directory: '/models/a', name: 'a' },
        ]),
      ),
    run(data) {
      for (const schema of [menuSchema, windowSettingsChangesSchema, rememberedModelSchema])
        schema.safeParse(data);
      return Promise.resolve();
    },
    ...limits,
  }),
  target<readonly [string, unknown]>({
    name: 'shell-requests',
    inputs: () => Promise.resolve(fc.constantFrom(...requests).chain(argumentsOf)),
    run([channel, args]) {
      const schema = argumentSchemas[channel as keyof typeof argumentSchemas];
      const parsed = schema.safeParse(args);
      if (parsed.success) staysAName(channel, parsed.data);
      return Promise.resolve();
    },
    ...limits,
  }),
];

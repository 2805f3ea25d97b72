/** The real engine on a small golden checkpoint keeps the contract, in this process, over a port and over a WebSocket. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { createEngine } from '../../src-engine/create-engine.ts';
import { overPort } from '../support/remote-engine.ts';
import { overSocket } from '../support/socket-engine.ts';
import { describeEngineContract, type ContractSubject } from './engine-contract.ts';

const fixture = resolve(import.meta.dirname, '../fixtures/golden/llava15-clip');
const { thresholds } = z
  .object({ thresholds: z.array(z.number()) })
  .parse(JSON.parse(readFileSync(resolve(fixture, 'thresholds.json'), 'utf8')));

const scratch = mkdtempSync(join(tmpdir(), 'dymu-contract-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
const data = join(scratch, 'questions.jsonl');
const asked = ['image.png', 'find/batch0_0.png'].map((image) =>
  JSON.stringify({ image: resolve(fixture, image), question: 'Is it?', answers: ['yes'] }),
);
writeFileSync(data, asked.join('\n'));
/** Jobs are kept: every engine has a folder of its own. */
const options = () => ({
  device: 'cpu',
  cacheDirectory: join(scratch, 'cache'),
  dataDirectory: mkdtempSync(join(scratch, 'data-')),
});

const subject: Omit<ContractSubject, 'create'> = {
  model: { directory: resolve(fixture, 'model') },
  brokenModel: { directory: import.meta.dirname }, // a folder, but of tests
  image: { kind: 'file', path: resolve(fixture, 'image.png') },
  missingImage: { kind: 'file', path: resolve(fixture, 'missing.png') },
  question: 'What is in the picture?',
  data,
  missingData: join(scratch, 'missing.jsonl'),
  folder: resolve(fixture, 'find'),
  missingFolder: join(scratch, 'missing'),
  reduction: { method: 'dymu', budget: { kind: 'thresholds', thresholds } },
};

describeEngineContract('the engine', { ...subject, create: () => createEngine(options()) });

describeEngineContract('the engine over a port', {
  ...subject,
  create: async () => overPort(await createEngine(options())),
});

describeEngineContract('the engine over a WebSocket', {
  ...subject,
  create: async () => overSocket(await createEngine(options())),
});

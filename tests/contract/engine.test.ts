/** The real engine on a small golden checkpoint keeps the contract, in this process and over a port. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { createEngine } from '../../src-engine/create-engine.ts';
import { overPort } from '../support/remote-engine.ts';
import { describeEngineContract, type ContractSubject } from './engine-contract.ts';

const fixture = resolve(import.meta.dirname, '../fixtures/golden/llava15-clip');
const { thresholds } = z
  .object({ thresholds: z.array(z.number()) })
  .parse(JSON.parse(readFileSync(resolve(fixture, 'thresholds.json'), 'utf8')));

const subject: Omit<ContractSubject, 'create'> = {
  model: { directory: resolve(fixture, 'model') },
  brokenModel: { directory: import.meta.dirname }, // a folder, but of tests
  image: { kind: 'file', path: resolve(fixture, 'image.png') },
  missingImage: { kind: 'file', path: resolve(fixture, 'missing.png') },
  question: 'What is in the picture?',
  merging: { kind: 'thresholds', thresholds },
};

describeEngineContract('the engine', { ...subject, create: () => createEngine({ device: 'cpu' }) });

describeEngineContract('the engine over a port', {
  ...subject,
  create: async () => overPort(await createEngine({ device: 'cpu' })),
});

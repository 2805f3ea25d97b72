/** The contract is met by the fake that other tests rely on, directly, over a port and over a WebSocket. */
import { createFakeEngine } from '../support/fake-engine.ts';
import { overPort } from '../support/remote-engine.ts';
import { overSocket } from '../support/socket-engine.ts';
import { describeEngineContract, type ContractSubject } from './engine-contract.ts';

const subject: Omit<ContractSubject, 'create'> = {
  model: { directory: '/models/fake-vlm' },
  brokenModel: { directory: '/models/broken' },
  image: { kind: 'file', path: '/images/cat.jpg' },
  missingImage: { kind: 'file', path: '/images/missing.jpg' },
  question: 'How many cats?',
  data: '/data/questions.jsonl',
  missingData: '/data/missing.jsonl',
  folder: '/pictures/holiday',
  missingFolder: '/pictures/missing',
  reduction: { method: 'dymu', budget: { kind: 'preset', preset: 'low' } },
};

describeEngineContract('the fake engine', {
  ...subject,
  create: () => Promise.resolve(createFakeEngine()),
});

describeEngineContract('the fake engine over a port', {
  ...subject,
  create: () => Promise.resolve(overPort(createFakeEngine())),
});

describeEngineContract('the fake engine over a WebSocket', {
  ...subject,
  create: () => overSocket(createFakeEngine()),
});

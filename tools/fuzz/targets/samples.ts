/** Small whole documents of our own forms, to begin with. */

export const calibration = {
  format: 'dymu-calibration',
  version: 1,
  encoder: { fingerprint: 'abc123def456abc', name: 'pocket', patches: 64, layers: 2, classToken: false },
  data: { images: 200, fingerprint: 'data-1', source: '200 images of /pictures' },
  procedure: { batch: 32, schedule: 'constant', created: '2026-01-02T03:04:05.000Z' },
  points: [
    { target: 10, thresholds: [0.5, 0.25], mean: 10, std: 3, quantiles: [4, 5, 6, 8, 10, 12, 14, 15, 20] },
    {
      target: 40,
      thresholds: [0.75, 0.25],
      mean: 41.5,
      std: 8,
      quantiles: [20, 25, 30, 35, 42, 48, 55, 58, 63],
    },
  ],
};

export const progress = {
  format: 'dymu-calibration-progress',
  version: 1,
  key: { encoder: 'abc', data: 'data-1', batch: 32, totals: [1, 2] },
  found: [[0.5, 0.25]],
  measured: [{ mean: 10, std: 3, quantiles: [4, 5, 6, 8, 10, 12, 14, 15, 20] }],
};

/** SHA-256 of 'run'. */
const run = 'acba25512100f80b56fc3ccd14c65be55d94800cda77585c5f41a887e398f9be';
export const exchanged = { run, result: [0.5, 0.25] };
export const card = {
  format: 'dymu-exchange',
  version: 1,
  program: '1.0.0',
  run,
  shard: { index: 1, count: 2 },
  created: '2026-01-02T03:04:05.000Z',
};

export const questions = [
  { image: 'a.png', question: 'How many?', answers: ['two', '2'] },
  { image: '../outside/canary.png', question: 'What?', answer: 'a cup', kind: 'object' },
  { image: 'b.jpg', question: 'Which?', options: { A: 'red', B: 'blue' }, answers: ['B'], id: 7 },
];

export const answersHeader = { format: 'dymu-answers', version: 1 };
export const answers = [
  { key: 'a', text: 'two', tokens: 12, views: 1, cut: false },
  { key: 'b', text: '', tokens: 0, cut: true },
];

export const settings = {
  version: 1,
  bounds: { x: 10, y: 20, width: 1280, height: 820, maximized: false },
  recentImages: ['/a.png'],
  knownModels: [{ directory: '/models/a', name: 'a', calibration: '/a.json' }],
  theme: 'dark',
  model: { directory: '/models/a' },
  values: { budget: 12, overlay: { mode: 'groups' } },
};

const identity = {
  name: 'pocket',
  encoder: 'abc',
  weights: 'def',
  tower: 'fp32',
  precision: 'fp32',
  device: 'cpu',
  imageBackend: 'torchvision',
  imageRoute: 'path',
  calibration: null,
};

export const task = {
  format: 'dymu-task',
  version: 1,
  program: '1.0.0',
  run: 'a',
  title: 'Counting',
  model: identity,
  task: { kind: 'count', images: ['/a.png'], reductions: [{ method: 'none' }] },
};
export const run1 = { run: 'a', title: 'Counting', model: identity, done: 1, total: 2 };

export const collectionPart = (index: number) => ({
  format: 'dymu-collection-part',
  version: 1,
  program: '1.0.0',
  source: '/pictures',
  model: identity,
  list: 'abc',
  images: 2,
  shard: { index, count: 2 },
  budgets: ['12'],
  rows: [{ file: `${index}.png`, width: 10, height: 10, bytesPerPixel: 1.5, tokens: [12] }],
  unreadable: [{ path: 'c.png', reason: 'It is damaged.' }],
  unreadableTotal: 1,
  encodes: 1,
  known: 0,
  notes: [],
});

export const evaluationPart = (index: number) => ({
  format: 'dymu-evaluation-part',
  version: 1,
  fingerprint: 'abc',
  run: {
    model: 'pocket',
    device: 'cpu',
    precision: 'fp32',
    tower: 'fp32',
    imageBackend: 'torchvision',
    imageRoute: 'path',
    data: '/q.jsonl',
    set: 'jsonl',
    split: null,
    scorer: 'exact',
    instruction: null,
    maxNewTokens: 8,
    modes: [{ mode: 'full' }, { mode: '12' }],
    notes: [],
  },
  shard: { index, count: 2 },
  whole: { images: 2, questions: 2 },
  questions: [
    {
      order: index,
      picture: index,
      id: String(index),
      image: 'a.png',
      path: '/a.png',
      question: 'How many?',
      answers: ['two'],
      given: [
        { text: 'two', tokens: 64, cut: false },
        { text: 'three', tokens: 12, cut: false },
      ],
    },
  ],
  unread: [{ line: 9, reason: 'It is not JSON.' }],
  unasked: [],
  remarks: { pictures: [{ order: 0, about: 'a.png', sentences: ['It is turned.'] }], questions: [] },
});

export const menu = [
  {
    title: 'File',
    sections: [
      [
        {
          id: 'open',
          label: 'Open',
          enabled: true,
          mark: 'none',
          checked: false,
          key: { accelerator: 'Ctrl+O', acts: true },
        },
      ],
    ],
  },
];

const image = { kind: 'file', path: '/a.png' };
const model = { directory: '/model' };
/** What is asked in every call of the engine's port. */
export const calls: Readonly<Record<string, unknown>> = {
  devices: undefined,
  jobs: undefined,
  load: model,
  encode: { image, reduction: { method: 'none' }, scores: true },
  calibrate: { images: ['/a.png'], out: '/out.json', points: 3 },
  evaluate: { data: '/q.jsonl', modes: ['full', '12'], limit: 3 },
  questions: { data: '/q.jsonl' },
  collection: { source: '/pictures', reductions: [{ method: 'none' }] },
  preview: { image, maxSide: 300 },
  bench: { subject: { kind: 'shape', shape: 'embedded' }, budgets: [0.5], rounds: 2 },
  startJob: { kind: 'collect', model, collect: { source: '/pictures', points: 3 } },
  changeJob: { id: 1, change: 'cancel' },
  jobResult: 1,
  sweepRows: 1,
  checkPrecision: { questions: [{ image, question: 'What?' }], maxNewTokens: 3 },
  inspect: '/model',
  open: image,
  forget: 'a',
};

export const answerRequest = {
  visual: { kind: 'images', images: [image], layout: 'faithful' },
  question: 'How many?',
  reduction: { method: 'none' },
  virtualUnmerging: true,
  sampling: { kind: 'sample', seed: 1, temperature: 0.5 },
};

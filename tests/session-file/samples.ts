/** Sessions for tests: a whole one, and an arbitrary one. */
import fc from 'fast-check';
import { overlayNames } from '../../src-engine/overlay/modes.ts';
import type { WrittenRun } from '../../src-engine/session-file/answers.ts';
import {
  chosenNames,
  modelOfApplication,
  sessionFormat,
  sessionVersion,
  type SessionDocument,
  type WrittenChoices,
} from '../../src-engine/session-file/document.ts';

type Done = Extract<WrittenRun, { kind: 'done' }>;

export const sampleResult: Done['result'] = {
  text: 'A red anchor.',
  tokens: [5, 6, 7],
  stopped: 'eos',
  decoding: { kind: 'greedy', settings: [{ name: 'max_new_tokens', value: 64, from: 'default' }] },
  promptTokens: 80,
  visualTokens: 61,
  fullVisualTokens: 64,
  timings: {
    ...{ imageDecodeMs: 1, prepareMs: 2, preprocessMs: 3, encodeMs: 4, projectMs: 5 },
    ...{ prefillMs: 6, firstTokenMs: 18, decodeMs: 7, tokensPerSecond: Number.POSITIVE_INFINITY },
  },
  theory: { encode: 1e9, prefill: 2e9 },
  peakMemoryBytes: 1e8,
  disturbedBy: [],
  device: 'cpu',
  precision: 'fp32',
};

export const sampleRun: Done = {
  kind: 'done',
  asked: {
    ...{ model: modelOfApplication, question: 'What is it?', virtualUnmerging: true },
    reduction: { method: 'none' },
  },
  result: sampleResult,
};

const choices: WrittenChoices = {
  ...{ selected: '0', method: 'dymu', tokens: 40, virtualUnmerging: true, sampling: 'greedy' },
  ...{ imageRoute: 'path', readings: { 1: { orientation: 6 } }, overlay: 'outlines', pin: null },
  regions: {
    0: [
      {
        name: 'Sky',
        shape: { kind: 'box', x: 0, y: 0, width: 8, height: 8 },
        budget: { kind: 'share', share: 1 },
      },
    ],
  },
};

export const sampleSession: SessionDocument = {
  format: sessionFormat,
  version: sessionVersion,
  made: { application: '0.1.0', machine: 'A processor, linux x64', date: '2026-11-30T06:00:00.000Z' },
  model: { source: { directory: modelOfApplication }, directory: modelOfApplication },
  imageBackend: 'torchvision',
  pictures: [
    { key: '0', name: 'anchor', from: { kind: 'sample', file: 'anchor.png' } },
    { key: '1', name: 'a.png', from: { kind: 'file', path: '/pictures/a.png' } },
  ],
  choices,
  past: [{ ...choices, tokens: 50, thresholds: { encoder: 'abc', name: 'careful', values: [0.9, 1] } }],
  future: [],
  question: 'What is it?',
  typed: true,
  asked: ['What is it?'],
  answers: {
    0: { full: sampleRun, merged: { kind: 'cut', asked: sampleRun.asked, before: null, text: 'A' } },
  },
  measurements: {
    0: {
      asked: { full: sampleRun.asked, merged: sampleRun.asked },
      ...{ full: [sampleResult], merged: [sampleResult], progress: { kind: 'done' } },
    },
  },
  sweeps: {
    0: {
      asked: {
        ...{ model: modelOfApplication, question: 'What is it?', virtualUnmerging: true },
        ...{ reading: '', regions: '[]', imageBackend: 'torchvision', tower: 'fp32' },
        custom: { encoder: 'abc', name: null, values: [0.9, -0.25, 1] },
      },
      methods: ['dymu', 'pool'],
      job: 7,
      rows: [
        {
          ...{ position: 0, method: 'none', budget: '100%', tokens: 64, text: 'A red anchor.' },
          ...{ sameAsFull: true, timings: sampleResult.timings, notes: [], disturbedBy: [], kept: false },
        },
      ],
      total: 6,
      state: { kind: 'failed', message: 'The disk is full.' },
    },
  },
  sweepOpen: true,
  view: 'explore',
  file: null,
};

const key = fc.constantFrom('0', '1', '2');
const figure = fc.double().map((value) => value + 0); // JSON has no negative zero

const anyRun: fc.Arbitrary<WrittenRun> = fc.oneof(
  fc.constant({ kind: 'idle' } as const),
  fc.record({ text: fc.string(), encodeMs: figure, rate: figure }).map(({ text, encodeMs, rate }) => ({
    ...sampleRun,
    result: {
      ...sampleResult,
      text,
      timings: { ...sampleResult.timings, encodeMs, tokensPerSecond: rate },
    },
  })),
  fc.string().map((text) => ({ kind: 'stopped', asked: sampleRun.asked, before: sampleRun, text }) as const),
  fc.string().map((message) => ({
    ...({ kind: 'failed', asked: sampleRun.asked, before: null, text: '' } as const),
    message,
  })),
);

const anyChoices: fc.Arbitrary<WrittenChoices> = fc.record({
  selected: fc.option(key),
  method: fc.constantFrom(...chosenNames),
  tokens: fc.double({ min: 0, max: 4096, noNaN: true }).map((value) => value + 0),
  virtualUnmerging: fc.boolean(),
  sampling: fc.constantFrom('greedy', 'sample'),
  imageRoute: fc.constantFrom('path', 'object'),
  readings: fc.dictionary(key, fc.constant({ transparency: 'white' as const })),
  regions: fc.dictionary(key, fc.constant(choices.regions['0'] ?? [])),
  overlay: fc.constantFrom(...overlayNames),
  pin: fc.option(fc.nat(5000)),
});

export const anySession: fc.Arbitrary<SessionDocument> = fc
  .record({
    names: fc.array(fc.string({ minLength: 1 }), { minLength: 3, maxLength: 3 }),
    path: fc.string({ minLength: 1 }),
    choices: anyChoices,
    past: fc.array(anyChoices, { maxLength: 3 }),
    question: fc.string(),
    answers: fc.dictionary(key, fc.record({ full: anyRun, merged: anyRun })),
  })
  .map(({ names, path, answers, ...rest }) => ({
    ...sampleSession,
    ...rest,
    answers: { ...answers },
    pictures: names.map((name, at) => ({
      ...{ key: String(at), name },
      from: at === 0 ? { kind: 'beside' as const, id: path } : { kind: 'file' as const, path },
    })),
  }));

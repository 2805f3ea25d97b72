import { describe, expect, it } from 'vitest';
import { imagesOf } from '../../src-engine/sharing/task-files.ts';
import { modelDifference, parseTask } from '../../src-engine/queue/messages.ts';

const model = {
  name: 'tiny',
  encoder: 'e',
  weights: 'w',
  tower: 'fp32',
  precision: 'fp32',
  device: 'cpu',
  imageBackend: 'torchvision',
  imageRoute: 'path',
  calibration: null,
} as const;
const message = {
  format: 'dymu-task',
  version: 1,
  program: '1.0.0',
  run: 'r',
  title: 'Measuring',
  model,
  task: { kind: 'measure', images: ['/a.png'], thresholds: [0.5] },
};

describe('a task from a queue', () => {
  it('is taken as it was sent', () => {
    expect(parseTask(message)).toEqual(message);
    const request = { data: '/q.jsonl', modes: ['full'], shard: { index: 2, count: 3 } };
    expect(parseTask({ ...message, task: { kind: 'evaluate', request } }).task).toEqual({
      kind: 'evaluate',
      request,
    });
  });

  it('of a sweep names the picture that it reads, so that a worker can look where it lies', () => {
    const request = {
      image: { kind: 'file', path: '/a.png' },
      question: 'What is it?',
      budgets: [{ words: '50%', request: { method: 'dymu', budget: { kind: 'share', share: 0.5 } } }],
      methods: ['tome'],
      shard: { index: 2, count: 2 },
    };
    const sweep = { kind: 'sweep', request, content: 'a'.repeat(64) };
    const { task } = parseTask({ ...message, task: sweep });
    expect(task).toEqual(sweep);
    expect(imagesOf(task)).toEqual(['/a.png']);
    expect(() => parseTask({ ...message, task: { ...sweep, content: '../x' } })).toThrow('no task of this');
  });

  it.each([
    [null],
    ['text'],
    [{ ...message, task: { kind: 'run', command: 'ls' } }],
    [{ ...message, task: { ...message.task, images: [] } }],
    [{ ...message, task: { ...message.task, thresholds: ['0.5'] } }],
    [{ ...message, more: 1 }],
    [{ ...message, model: { ...model, tower: 'fp8' } }],
  ])('is refused where it is anything else (%#)', (data) => {
    expect(() => parseTask(data)).toThrow(
      'The queue holds something that is no task of this program; run the same version on all machines.',
    );
  });

  it('is refused where it is of a later version', () => {
    expect(() => parseTask({ ...message, version: 2 })).toThrow(
      'The queue holds a task of version 2, but only 1 is known; run the same version on all machines.',
    );
  });
});

describe('two models', () => {
  it('differ in what is named first', () => {
    expect(modelDifference(model, { ...model, name: 'copy' })).toBeUndefined();
    expect(modelDifference(model, { ...model, encoder: 'f', imageRoute: 'object' })).toBe(
      'the encoder must be e (tiny) and is f (tiny)',
    );
    expect(modelDifference(model, { ...model, imageRoute: 'object' })).toBe(
      'the image route must be path (tiny) and is object (tiny)',
    );
    expect(modelDifference({ ...model, calibration: 'c' }, model)).toBe(
      'the calibration must be c (tiny) and is none (tiny)',
    );
  });
});

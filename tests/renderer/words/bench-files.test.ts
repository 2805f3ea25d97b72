import { expect, it } from 'vitest';
import { benchCsvFile, benchJsonFile, benchSvgFile } from '../../../renderer/words/bench-files.ts';
import { benchFigure } from '../../../src-engine/drawing/bench-figure.ts';
import { benchDocument } from '../../../src-engine/report/bench-document.ts';
import { fakeBench } from '../../support/fake-bench.ts';

const report = fakeBench({ subject: { kind: 'model', directory: '/models/My model' } });

it('has a row for the plain graph and one for each budget, with what was not measured left empty', () => {
  const { name, text } = benchCsvFile(
    fakeBench({ subject: { kind: 'shape', shape: 'clip-l-336' }, towerPrecision: 'int8', budgets: [0.5] }),
  );
  expect(name).toBe('bench-clip-l-336-int8.csv');
  const [head, plain, half, end] = text.split('\r\n').map((line) => line.split(','));
  expect(head?.slice(0, 10)).toEqual([
    ...['shape', 'device', 'threads', 'precision', 'tower_precision'],
    ...['budget', 'tokens', 'encode_median_ms', 'encode_min_ms', 'encode_max_ms'],
  ]);
  expect(plain?.slice(0, 11)).toEqual([
    ...['clip-l-336', 'cpu', '2', 'fp32', 'int8'],
    ...['plain', '576', '2000', '1900', '2200', ''],
  ]);
  expect(half?.slice(5, 7)).toEqual(['0.5', '288']);
  expect(new Set([head?.length, plain?.length, half?.length]).size).toBe(1);
  expect(half?.[head?.indexOf('prefill_median_ms') ?? -1]).toBe('');
  expect(end).toEqual(['']);
});

it('is the document that the command line prints: versioned, and the whole report', () => {
  const { name, text } = benchJsonFile(report);
  expect(name).toBe('bench-My-model-fp32.json');
  expect(JSON.parse(text)).toEqual(benchDocument(report));
  expect(JSON.parse(text)).toEqual({ format: 'dymu-bench', version: 1, ...report });
});

it('is drawn as the command line draws it', () => {
  expect(benchSvgFile(report)).toEqual({ name: 'bench-My-model-fp32.svg', text: benchFigure(report) });
});

/** Tokens and answers as files. */
import { describe, expect, it } from 'vitest';
import { answerRows, answersCsv, answersMarkdown } from '../../../renderer/words/answer-files.ts';
import { exportName } from '../../../renderer/words/export-words.ts';
import { tokensCsv, tokensJson } from '../../../renderer/words/token-files.ts';
import { idlePair } from '../../../renderer/state/run.ts';
import { ownPicture } from '../../../renderer/session/shelf-pictures.ts';
import type { EncodedView, Encoding } from '../../../src-engine/engine.ts';
import { sampleRun } from '../../session-file/samples.ts';

/** 2 x 2 patches: 1 joins 0 at layer 1, 3 joins 2 at layer 2. */
const view: EncodedView = {
  ...{ grid: [2, 2], region: { x: 0, y: 0, width: 4, height: 4 }, tokens: 2 },
  ...{ countsPerLayer: [3, 2], thresholds: [0.9, 0.8] },
  owner: Int32Array.of(0, 0, 1, 2, 0, 0, 1, 1),
  size: Float32Array.of(2, 2),
};
const encoding: Encoding = {
  ...{ model: 'pocket', family: 'llava', views: [view], tokens: 2, fullTokens: 4, target: 2 },
  ...{ source: { width: 4, height: 4 }, device: 'cpu', precision: 'fp32' },
  timings: { imageDecodeMs: 1, prepareMs: 1, preprocessMs: 2, encodeMs: 1, projectMs: 1 },
};

describe('tokens as files', () => {
  it('say of every patch which token holds it and when it joined', () => {
    expect(tokensCsv('a, b.png', encoding).split('\r\n')).toEqual([
      'picture,view,row,column,token,token_patches,joined_at_layer',
      '"a, b.png",1,1,1,1,2,',
      '"a, b.png",1,1,2,1,2,1',
      '"a, b.png",1,2,1,2,2,',
      '"a, b.png",1,2,2,2,2,2',
      '',
    ]);
  });

  it('hold the owner map of every layer, lineage and counts', () => {
    const read: unknown = JSON.parse(tokensJson('a.png', encoding, { method: 'none' }));
    expect(read).toMatchObject({
      ...{ format: 'dymu-tokens', version: 1, picture: 'a.png', tokens: 2, fullTokens: 4 },
      views: [
        {
          owner: [
            [0, 0, 1, 2],
            [0, 0, 1, 1],
          ],
          ...{ size: [2, 2], countsPerLayer: [3, 2], thresholds: [0.9, 0.8] },
          lineage: [[{ layer: 0, patches: [1] }], [{ layer: 1, patches: [3] }]],
        },
      ],
    });
  });

  it('have a dropped patch without a token', () => {
    const dropped = { ...view, owner: Int32Array.of(0, 0, 1, 2, 0, 0, 1, -1), size: Float32Array.of(2, 1) };
    expect(tokensCsv('x', { ...encoding, views: [dropped] })).toContain('x,1,2,2,,,\r\n');
  });
});

describe('answers as files', () => {
  const asked = { ...sampleRun.asked, question: 'What *is* it?' };
  const rows = answerRows({
    images: [ownPicture('/a.png', 'a|b.png', { kind: 'file', path: '/a.png' })],
    answers: {
      '/a.png': {
        full: { ...sampleRun, asked },
        merged: {
          ...{ kind: 'stopped', asked, text: 'half' },
          before: { ...sampleRun, asked, origin: { processor: 'Theirs', saved: '2026-11-29' } },
        },
      },
      '/closed.png': { full: idlePair.full, merged: idlePair.merged },
    },
    turns: {},
  });

  it('are a row each with question, method, costs and the computer that made it', () => {
    const [head, full, merged, end] = answersCsv(rows).split('\r\n');
    const cells = (line = '') => line.split(',');
    const at = (name: string) => cells(head).indexOf(name);
    expect(cells(full)[at('picture')]).toBe('a|b.png');
    expect(cells(full)[at('answer')]).toBe('A red anchor.');
    expect(cells(full)[at('encode_ms')]).toBe('4');
    expect(cells(full)[at('tokens_per_second')]).toBe(''); // over no time at all
    expect(cells(full)[at('computer')]).toBe('this computer');
    expect(cells(merged)[at('computer')]).toBe('Theirs');
    expect(end).toBe('');
  });

  it('are Markdown in which no text of a model or a file has a meaning', () => {
    const text = answersMarkdown(rows);
    expect(text).toContain('## a\\|b.png');
    expect(text).toContain('**What \\*is\\* it?**');
    expect(text).toContain('> A red anchor.');
    expect(text).toContain('61 of 64 visual tokens');
    expect(text).toContain('on Theirs');
  });

  it('about several pictures name them in order with the tokens of each, turn by turn', () => {
    const pictures = ['b', 'a'].map((name) => ({ id: name, name: `${name}.png`, reading: {} }));
    const shares = [
      { tokens: 40, fullTokens: 256 },
      { tokens: 21, fullTokens: 256 },
    ];
    const run = (question: string) => ({
      ...sampleRun,
      asked: { ...asked, question, pictures },
      result: { ...sampleRun.result, shares },
    });
    const several = answerRows({
      images: [],
      answers: { 'several a b': { full: run('And now?'), merged: run('And now?') } },
      turns: { 'several a b': [{ full: run('Which?'), merged: run('Which?') }] },
    });
    const lines = answersCsv(several).split('\r\n');
    expect(lines[1]).toContain('"1. b.png, 2. a.png",Which?,All tokens');
    expect(lines.slice(1, 5).map((line) => line.split(',').slice(-2))).toEqual([
      ['1', '40 + 21'],
      ['1', '40 + 21'],
      ['2', '40 + 21'],
      ['2', '40 + 21'],
    ]);
    const text = answersMarkdown(several);
    expect(text.match(/^## 1\. b\.png, 2\. a\.png\n\n\*\*Which\?\*\*/m)).not.toBeNull();
    expect(text).toContain('### Turn 2\n\n**And now?**');
    expect(text).toContain('61 of 64 visual tokens (40 + 21)');
  });
});

describe('names of files', () => {
  it.each([
    ['a photo (1).jpeg', 'a-photo-1-tokens.csv'],
    ['../../etc/passwd', 'etc-passwd-tokens.csv'],
    ['猫.png', 'tokens.csv'],
    [undefined, 'tokens.csv'],
  ])('are ones that every system takes: %s', (picture, name) => {
    expect(exportName(picture, 'tokens', 'csv')).toBe(name);
  });
});

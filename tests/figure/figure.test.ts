import { describe, expect, it } from 'vitest';
import type { ReductionRequest } from '../../src-engine/engine.ts';
import { figureOf } from '../../src-engine/figure/figure.ts';
import { encoding, picture, sampleFigure } from './sample-figure.ts';

describe('figureOf', () => {
  it('shows the owner map of the last layer', async () => {
    const { views } = await sampleFigure();
    expect(views).toHaveLength(1);
    expect(views[0]).toMatchObject({ grid: { rows: 2, columns: 3 }, tokens: 2 });
    expect(Array.from(views[0]!.owner)).toEqual([0, 0, 1, 0, 0, 1]);
  });

  const captions: [ReductionRequest, string][] = [
    [{ method: 'none' }, '2 of 6 tokens (33 %) · no merging · 2 layers · image backend pil, route object'],
    [
      { method: 'dymu', budget: { kind: 'preset', preset: 'low' } },
      '2 of 6 tokens (33 %) · DyMU, target average 2 · 2 layers · image backend pil, route object',
    ],
    [
      { method: 'dymu', budget: { kind: 'thresholds', thresholds: [0.9, 0.8] } },
      '2 of 6 tokens (33 %) · DyMU, custom thresholds · 2 layers · image backend pil, route object',
    ],
    [
      { method: 'tome', budget: { kind: 'rows', rows: 4, schedule: 'reverse-linear' } },
      '2 of 6 tokens (33 %) · ToMe, 4 rows merged, reverse-linear schedule · 2 layers · image backend pil, route object',
    ],
    [
      { method: 'tome', budget: { kind: 'tokens', tokens: 2 } },
      '2 of 6 tokens (33 %) · ToMe, exactly 2 tokens per view · 2 layers · image backend pil, route object',
    ],
  ];
  it.each(captions)('says how %o was run', async (reduction, details) => {
    expect(figureOf(encoding, reduction, await picture()).caption).toEqual({ title: 'pocket', details });
  });

  it('counts the views of an image that has several', async () => {
    const views = [encoding.views[0]!, encoding.views[0]!];
    const { caption } = await sampleFigure({ views, tokens: 4, fullTokens: 12 });
    expect(caption.details).toMatch(/^4 of 12 tokens \(33 %\) in 2 views · /);
    const named = ['overview', 'row 1, column 1', 'row 1, column 2'].map((name) => ({ ...views[0]!, name }));
    const cut = await sampleFigure({ views: named, tokens: 6, fullTokens: 18 });
    expect(cut.caption.details).toContain(' in 3 views (overview, crops in 1 x 2) · ');
    expect(JSON.stringify(cut.parameters)).toContain('"name":"row 1, column 2"');
  });

  it('says where the encoder was the fast one', async () => {
    const { caption, parameters } = await sampleFigure({ tower: 'int8' });
    expect(caption.details).toContain(' · 2 layers in int8 · ');
    expect(parameters).toMatchObject({ tower: 'int8' });
  });

  it('says where pixel values were given', async () => {
    const { picture: read, ...given } = encoding;
    expect(read).toBeDefined();
    const { caption, parameters } = figureOf(given, { method: 'none' }, await picture());
    expect(caption.details).toMatch(/ · pixel values given$/);
    expect(parameters).toMatchObject({ read: null });
  });

  it('carries everything that the run was made with', async () => {
    const { parameters } = await sampleFigure();
    expect(parameters).toEqual({
      program: 'DyMU Explorer',
      model: 'pocket',
      family: 'llava',
      reduction: { method: 'dymu', budget: { kind: 'share', share: 0.4 } },
      overlay: 'outlines',
      target: 2.4,
      tokens: 2,
      fullTokens: 6,
      views: [
        {
          grid: [2, 3],
          region: { x: 0, y: 0, width: 300, height: 200 },
          tokens: 2,
          countsPerLayer: [4, 2],
          thresholds: [0.9, 0.8],
        },
      ],
      device: 'cpu',
      precision: 'fp32',
      tower: 'fp32',
      read: encoding.picture,
    });
  });
});

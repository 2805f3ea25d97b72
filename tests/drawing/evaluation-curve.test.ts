import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { evaluationCurve } from '../../src-engine/drawing/evaluation-curve.ts';
import { sampleEvaluation, sampleRow } from '../figure/sample-evaluation.ts';

const svg = evaluationCurve(sampleEvaluation);
const labels = (text: string): string[] =>
  [...text.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label!);

describe('evaluationCurve', () => {
  it('names the lines beside them, the axes and what the bars mean', () => {
    const words = labels(svg);
    for (const name of ['All tokens', 'DyMU', 'ToMe', 'DyMU without unmerging', 'Exact answers']) {
      expect(words).toContain(name);
    }
    expect(words.join(' ')).toContain(
      'Bars hold 95 % of the resamples of images; nothing is better with fewer tokens than what the broken line joins. The vertical axis does not begin at 0.',
    );
  });

  it('gives every method at equal tokens a line of its own name', () => {
    const rows = [
      sampleRow('full', 256, 0.7),
      sampleRow('pool:36', 36, 0.6),
      sampleRow('visionzip:36', 36, 0.65),
    ];
    const words = labels(evaluationCurve({ ...sampleEvaluation, rows }));
    expect(words).toEqual(expect.arrayContaining(['All tokens', 'Pooling', 'VisionZip']));
    expect(words).not.toContain('Without unmerging');
  });

  it('draws every mode as one point with its interval', () => {
    const points = [...svg.matchAll(/<title>((?:full|dymu|tome)[^<]*)<\/title>/g)].map(([, mode]) => mode);
    expect(points.sort()).toEqual(sampleEvaluation.rows.map(({ mode }) => mode).sort());
    expect(svg.match(/stroke-opacity="0.55"/g)).toHaveLength(sampleEvaluation.rows.length);
  });

  it('places points to scale', () => {
    const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    // DyMU low and high, ToMe: tokens 0..300 over 536 px from 64, accuracy 0.55..0.75 over 320 px up from 360; 3 px aside
    const at = (tokens: number, accuracy: number, shift: number) => [
      64 + (tokens / 300) * 536 + shift,
      40 + 320 - ((accuracy - 0.55) / 0.2) * 320,
    ];
    const wanted = [at(36, 0.69, -3), at(170, 0.7, -3), at(36, 0.68, 3)];
    for (const [index, [x, y]] of wanted.entries()) {
      expect(circles[index]?.[0]).toBeCloseTo(x!, 0);
      expect(circles[index]?.[1]).toBeCloseTo(y!, 0);
    }
  });

  it('joins the modes that nothing beats, from few tokens to many, and draws no line through one alone', () => {
    const rows = [
      { ...sampleRow('full', 300, 0.7), pareto: true },
      { ...sampleRow('tome:150', 150, 0.6), pareto: false },
      { ...sampleRow('dymu:low', 0, 0.65), pareto: true },
    ];
    const front = /<path d="M64 ([\d.]+)L600 ([\d.]+)" fill="none" stroke="#18191b"/;
    const [, low, full] = front.exec(evaluationCurve({ ...sampleEvaluation, rows })) ?? [];
    expect(Number(full)).toBeLessThan(Number(low));
    expect(evaluationCurve({ ...sampleEvaluation, rows: rows.slice(0, 1) })).not.toMatch(
      /stroke-dasharray="6 3"/,
    );
  });

  it('says nothing of an axis that begins at 0', () => {
    const low = evaluationCurve({ ...sampleEvaluation, rows: [sampleRow('full', 256, 0.03)] });
    expect(labels(low).join(' ')).not.toContain('does not begin at 0');
  });

  it('has an axis within 0 and 100 % where every mode is equally right', () => {
    const row = { ...sampleRow('full', 256, 1), ci: [1, 1] } as const;
    const all = labels(evaluationCurve({ ...sampleEvaluation, rows: [row] }));
    expect(all.filter((label) => label.endsWith(' %'))).toEqual(['94 %', '96 %', '98 %', '100 %']);
    const none = { ...row, accuracy: 0, ci: [0, 0] } as const;
    expect(labels(evaluationCurve({ ...sampleEvaluation, rows: [none] }))).toContain('0 %');
  });

  it('carries the table as metadata', () => {
    const [, metadata] = /<metadata>(.*)<\/metadata>/.exec(svg) ?? [];
    const parsed: unknown = JSON.parse(metadata!.replaceAll('&quot;', '"'));
    expect(parsed).toMatchObject({ model: 'pocket', scorer: 'exact', rows: sampleEvaluation.rows });
  });

  it('keeps labels of points at the same place apart', () => {
    const rows = [sampleRow('full', 36, 0.7), sampleRow('dymu:36', 36, 0.7), sampleRow('tome:36', 36, 0.7)];
    const close = evaluationCurve({ ...sampleEvaluation, rows });
    const lines = [
      ...close.matchAll(
        /aria-label="(?:All tokens|DyMU|ToMe)" fill="#(?!fff)\w+" transform="translate\([\d.]+ ([\d.]+)\)/g,
      ),
    ];
    const baselines = lines.map(([, y]) => Number(y)).sort((a, b) => a - b);
    expect(baselines).toHaveLength(3);
    expect(baselines[1]! - baselines[0]!).toBeGreaterThanOrEqual(18);
    expect(baselines[2]! - baselines[1]!).toBeGreaterThanOrEqual(18);
  });

  it('is a picture, also for one mode whose name needs escaping', async () => {
    const { data, info } = await sharp(Buffer.from(evaluationCurve({ ...sampleEvaluation, model: '<&"' })))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info.width).toBe(720);
    expect(new Set(data).size).toBeGreaterThan(50);
  });
});

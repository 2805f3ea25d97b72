import { describe, expect, it } from 'vitest';
import { flagNames } from '../../src-engine/reduction/flags.ts';
import {
  methodNames,
  methodOf,
  methods,
  reductionSchema,
  suits,
} from '../../src-engine/reduction/methods.ts';
import { encoder } from './encoder.ts';

describe.each(methodNames)('the method %s', (name) => {
  const method = methods[name];

  it('makes requests of its own that the schema of all methods takes', () => {
    const request = method.ofTokens(12);
    expect(request.method).toBe(name);
    expect(reductionSchema.parse(request)).toEqual(request);
    expect(method.schema.safeParse({ ...request, surprise: 1 }).success).toBe(false);
  });

  it('has a plan for what a slider asks', () => {
    const request = method.ofTokens(12);
    const kinds = {
      none: 'plain',
      dymu: 'merge',
      tome: 'merge',
      pool: 'pool',
      visionzip: 'select',
      dart: 'prune',
      rows: 'rows',
    };
    expect(methodOf(request).plan(request, encoder).kind).toBe(kinds[name]);
  });

  it('reads the modes that it names', () => {
    for (const form of method.mode.forms) {
      const [mode, amount] = form.split(':');
      expect(mode).toBe(method.mode.name);
      expect(method.fromMode(amount === 'P' ? '34%' : amount)).toBeDefined();
    }
  });

  it('has a label and one sentence', () => {
    expect(method.label).toMatch(/^\p{Lu}/u);
    expect(method.what).toMatch(/^\p{Lu}[^.]+$/u);
  });
});

it('every option of the command line belongs to a method, and no two modes have one name', () => {
  const flags = new Set(methodNames.flatMap((name) => methods[name].flags));
  expect([...flags].sort()).toEqual(Object.keys(flagNames).sort());
  expect(new Set(methodNames.map((name) => methods[name].mode.name)).size).toBe(methodNames.length);
});

it.each(['pool', 'visionzip', 'dart'] as const)('%s refuses more than a view has', (name) => {
  const request = methods[name].ofTokens(37);
  expect(() => methodOf(request).plan(request, encoder)).toThrow(
    `37 ${methods[name].counts} cannot be kept of a view of 36; give a whole number from 1 to 36.`,
  );
});

describe('methods that act on rows', () => {
  it('count the places of a view that the language model reads', () => {
    const squares = { ...encoder, cells: 9 };
    const half = { kind: 'share', share: 0.5 } as const;
    expect(
      methodOf({ method: 'dart', budget: half }).plan({ method: 'dart', budget: half }, squares),
    ).toEqual({ kind: 'prune', rows: 5 });
    const rows = { method: 'rows', budget: half } as const;
    expect(methodOf(rows).plan(rows, squares)).toMatchObject({ kind: 'rows', budget: { asked: 4.5 } });
    const many = methods.rows.ofTokens(10);
    expect(() => methodOf(many).plan(many, squares)).toThrow('A budget of 10 rows is out of range');
  });

  it('need a calibration of rows for an average, and none for a threshold', () => {
    const { rowCurve: _, ...uncalibrated } = encoder;
    const average = methods.rows.ofTokens(12);
    expect(() => methodOf(average).plan(average, uncalibrated)).toThrow(/no calibration of its rows/u);
    const given = { method: 'rows', budget: { kind: 'threshold', threshold: 0.9 } } as const;
    expect(methodOf(given).plan(given, uncalibrated)).toEqual({ kind: 'rows', threshold: 0.9, budget: null });
    expect([average, given].map((request) => methodOf(request).needsCalibration(request))).toEqual([
      true,
      false,
    ]);
  });

  it('are made for models that join squares, as VisionZip is for the others', () => {
    const forSquares = methodNames.filter((name) => suits(name, { cells: true, free: false }));
    const forTokens = methodNames.filter((name) => suits(name, { cells: false, free: false }));
    expect(forSquares).toEqual(['none', 'dymu', 'rows', 'tome', 'pool', 'dart']);
    const forAnyShape = methodNames.filter((name) => suits(name, { cells: true, free: true }));
    expect(forAnyShape).toEqual(['none', 'rows', 'pool', 'dart']);
    expect(forTokens).toEqual(['none', 'dymu', 'tome', 'pool', 'visionzip', 'dart']);
  });
});

describe('the schema of requests', () => {
  it.each([
    ['a method that there is not', { method: 'magic' }],
    ['no method', {}],
    ['a share above one', { method: 'dymu', budget: { kind: 'share', share: 1.5 } }],
    ['no tokens', { method: 'tome', budget: { kind: 'tokens', tokens: 0 } }],
    ['half a token', { method: 'tome', budget: { kind: 'tokens', tokens: 2.5 } }],
    ['a preset of a method without presets', { method: 'tome', budget: { kind: 'preset', preset: 'low' } }],
    ['an infinite threshold', { method: 'dymu', budget: { kind: 'thresholds', thresholds: [Infinity] } }],
    ['an unknown schedule', { method: 'tome', budget: { kind: 'rows', rows: 10, schedule: 'quadratic' } }],
  ])('refuses %s', (_, request) => {
    expect(reductionSchema.safeParse(request).success).toBe(false);
  });
});

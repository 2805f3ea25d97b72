import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { methods } from '../../src-engine/reduction/methods.ts';
import { calls } from '../../src-engine/remote/calls.ts';
import { isHubName, mapPaths, roleOf } from '../../src-engine/remote/path-roles.ts';
import { answerRequestSchema } from '../../src-engine/remote/request-schemas.ts';

/** Every place in a schema where a string may stand, with what the string is for. */
function strings(schema: z.core.$ZodType, at: string): [string, string][] {
  const role = roleOf(schema);
  if (role !== undefined) return [[at, role.use === 'write' ? `write ${role.what}` : role.use]];
  if (schema instanceof z.ZodString) return [[at, 'text']];
  if (
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  )
    return strings(schema.unwrap(), at);
  if (schema instanceof z.ZodArray) return strings(schema.element, `${at}[]`);
  if (schema instanceof z.ZodTuple) return schema.def.items.flatMap((item) => strings(item, `${at}[]`));
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => strings(option, at));
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
    return Object.entries(shape).flatMap(([name, field]) => strings(field, `${at}.${name}`));
  }
  if (schema instanceof z.ZodReadonly) return strings(schema.unwrap(), at);
  if (schema instanceof z.ZodPipe) return strings(schema.in, at);
  const plain = [z.ZodLiteral, z.ZodEnum, z.ZodNumber, z.ZodBoolean, z.ZodUndefined, z.ZodCustom];
  if (plain.some((kind) => schema instanceof kind)) return [];
  throw new Error(
    `${at}: this test does not know how to look into a schema of type ${schema._zod.def.type}.`,
  );
}

const all = [
  ...Object.entries(calls).flatMap(([name, { schema }]) => strings(schema, name)),
  ...strings(answerRequestSchema, 'answer'),
  ...Object.entries(methods).flatMap(([name, { schema }]) => strings(schema, name)),
];

describe('the strings of requests', () => {
  it('are paths with a role, or are on this list of those that are no paths', () => {
    const texts = all.filter(([, role]) => role === 'text').map(([at]) => at);
    expect([...new Set(texts)].sort()).toEqual([
      'answer.earlier[].answer',
      'answer.earlier[].question',
      'answer.question',
      'answer.visual.frames[].id',
      'answer.visual.frames[].name',
      'answer.visual.images[].id',
      'answer.visual.images[].name',
      'bench.image.id',
      'bench.image.name',
      'cancelQueueRun.address',
      'cancelQueueRun.run',
      'checkPrecision.questions[].image.id',
      'checkPrecision.questions[].image.name',
      'checkPrecision.questions[].question',
      'collectByWorkers.address',
      'collectByWorkers.collect.only[]', // compared with the names that were found in the source
      'collection.after',
      'dymu.budget.name', // of thresholds that were kept
      'dymu.regions[].name',
      'encode.image.id',
      'encode.image.name',
      'encode.laterFrames[].id',
      'encode.laterFrames[].name',
      'evaluate.instruction',
      'evaluate.modes[]',
      'evaluate.split',
      'forget',
      'hubPlan.model', // asked of the hub
      'hubPlan.revision',
      'open.name',
      'preview.image.id',
      'preview.image.name',
      'questions.split',
      'queueRuns.address',
      'removeHubModel.name', // org/name
      'startJob.collect.only[]', // compared with the names that were found in the source
      'startJob.download.commit',
      'startJob.download.name', // org/name
      'startJob.download.revision',
      'startJob.evaluate.instruction',
      'startJob.evaluate.modes[]',
      'startJob.evaluate.split',
      'startJob.sweep.budgets[].request.budget.name',
      'startJob.sweep.budgets[].request.regions[].name',
      'startJob.sweep.budgets[].words',
      'startJob.sweep.image.id',
      'startJob.sweep.image.name',
      'startJob.sweep.laterFrames[].id',
      'startJob.sweep.laterFrames[].name',
      'startJob.sweep.question',
    ]);
  });

  it('name a place to write in calibrations and downloads only, each time as a grant', () => {
    const written = all.filter(([, role]) => role.startsWith('write'));
    expect(written).toEqual([
      ['calibrate.out', 'write calibration'],
      ['startJob.calibrate.out', 'write calibration'],
      ['startJob.download.to', 'write model'],
    ]);
  });
});

describe('mapPaths', () => {
  it('finds paths below lists, options and unions, and leaves the rest', () => {
    const request = {
      kind: 'calibrate',
      model: { directory: '/m', calibration: '/c.json' },
      calibrate: { images: ['/1.png', '/2.png'], out: 'grant', resume: true },
    };
    const mapped = mapPaths(calls.startJob.schema, request, (path, { use }) => `${use} ${path}`);
    expect(mapped).toEqual({
      kind: 'calibrate',
      model: { directory: 'model /m', calibration: 'read /c.json' },
      calibrate: { images: ['read /1.png', 'read /2.png'], out: 'write grant', resume: true },
    });
  });
});

describe('isHubName', () => {
  it.each(['llava-hf/llava-1.5-7b-hf', 'a/b'])('takes %s', (name) => expect(isHubName(name)).toBe(true));
  it.each(['/etc', '../x', 'a/../b', 'a/b/c', './a', 'a', 'C:/x/y', '\\\\host\\share'])(
    'refuses %s',
    (name) => expect(isHubName(name)).toBe(false),
  );
});

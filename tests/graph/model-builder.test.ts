import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ModelProtoSchema } from '../../src-engine/graph/generated/onnx_pb.ts';
import { ModelBuilder } from '../../src-engine/graph/model-builder.ts';

const location = {
  file: '/models/a/b.safetensors',
  dtype: 'BF16',
  shape: [4, 3],
  offset: 1320,
  bytes: 24,
} as const;

describe('ModelBuilder', () => {
  it('leaves a weight in its file: place, offset and length, no bytes', () => {
    const builder = new ModelBuilder(() => 'a/b.safetensors');
    builder.rawWeight(location);
    const [weight] = fromBinary(ModelProtoSchema, builder.build('g')).graph!.initializer;
    expect(weight?.externalData.map(({ key, value }) => [key, value])).toEqual([
      ['location', 'a/b.safetensors'],
      ['offset', '1320'],
      ['length', '24'],
    ]);
    expect(weight?.dims).toEqual([4n, 3n]);
    expect(weight?.rawData.length).toBe(0);
  });

  it('casts half-precision weights and leaves fp32 ones alone', () => {
    const builder = new ModelBuilder((file) => file);
    builder.weight(location);
    builder.weight({ ...location, dtype: 'F32', bytes: 48, offset: 0 });
    const { node } = fromBinary(ModelProtoSchema, builder.build('g')).graph!;
    expect(node.map(({ opType }) => opType)).toEqual(['Cast']);
  });

  it('shares equal constants, but not those of another type or shape', () => {
    const builder = new ModelBuilder((file) => file);
    const one = builder.scalar('i64', 1);
    expect(builder.scalar('i64', 1)).toBe(one);
    expect(builder.scalar('i32', 1)).not.toBe(one);
    expect(builder.vector('i64', [1])).not.toBe(one);
  });

  it('writes a choice as two branches that share one cast of a weight, made outside of both', () => {
    const builder = new ModelBuilder((file) => file);
    const first = builder.input('first', 'bool', []);
    const x = builder.input('x', 'f32', ['n', 3]);
    const weight = () => builder.weight(location);
    const { y, same } = builder.either(
      first,
      () => ({ y: builder.op('Add', [x, weight()]), same: x }),
      () => ({ same: x, y: builder.op('Mul', [x, weight()]) }),
    );
    builder.output('y', y, 'f32', ['n', 3]);
    builder.output('same', same, 'f32', ['n', 3]);
    const { node } = fromBinary(ModelProtoSchema, builder.build('g')).graph!;
    expect(node.map(({ opType }) => opType)).toEqual(['Cast', 'If', 'Identity', 'Identity']);
    const branches = node[1]!.attribute.map(({ name, g }) => [
      name,
      g!.node.map(({ opType }) => opType),
      g!.output.map((output) => g!.node.find((made) => made.output.includes(output.name))?.opType),
    ]);
    // Outputs stand in the first branch's order, and x has a node of its own in each.
    expect(branches).toEqual([
      ['then_branch', ['Add', 'Identity'], ['Add', 'Identity']],
      ['else_branch', ['Mul', 'Identity'], ['Mul', 'Identity']],
    ]);
  });

  it("names Microsoft's operators by their domain", () => {
    const builder = new ModelBuilder((file) => file);
    const x = builder.input('x', 'f32', [1, 'n']);
    builder.output('y', builder.op('ms.QuickGelu', [x], { alpha: { float: 1.702 } }), 'f32', [1, 'n']);
    const { graph } = fromBinary(ModelProtoSchema, builder.build('g'));
    expect(graph?.node[0]).toMatchObject({ opType: 'QuickGelu', domain: 'com.microsoft' });
    expect(graph?.node[1]).toMatchObject({ opType: 'Identity', output: ['y'] });
  });
});

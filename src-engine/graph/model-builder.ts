/** A small writer for ONNX graphs in memory: nodes, constants and weights that stay in their safetensors files. It runs nothing. */
import { create, toBinary } from '@bufbuild/protobuf';
import type { TensorLocation } from '../files/tensor-location.ts';
import type {
  AttributeProto,
  GraphProto,
  NodeProto,
  TensorProto,
  ValueInfoProto,
} from './generated/onnx_pb.ts';
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from './generated/onnx_pb.ts';

/** The name of a value in the graph. Branded, so that a weight's file name or an op type cannot be passed for one. */
export type Value = string & { readonly __value: unique symbol };

export const elementType = { f32: 1, u8: 2, i8: 3, i32: 6, i64: 7, bool: 9, f16: 10, bf16: 16 } as const;
export type ElementType = keyof typeof elementType;

/** What small constants may be made of. */
type SmallType = 'f32' | 'u8' | 'i32' | 'i64';

const storedElement = { F32: 'f32', F16: 'f16', BF16: 'bf16', U8: 'u8', I8: 'i8' } as const;

/** A tensor in a file that a graph can point into. */
export type StoredWeight = Omit<TensorLocation, 'dtype'> & { readonly dtype: keyof typeof storedElement };

/** The operators that the product's graphs are made of; Microsoft's own are written `ms.Name`. */
export type Operator =
  | 'Abs'
  | 'Add'
  | 'ArgMax'
  | 'Cast'
  | 'Concat'
  | 'CumSum'
  | 'Div'
  | 'Equal'
  | 'Expand'
  | 'Gather'
  | 'Gelu'
  | 'Gemm'
  | 'Greater'
  | 'Identity'
  | 'If'
  | 'LayerNormalization'
  | 'Less'
  | 'Log'
  | 'LpNormalization'
  | 'MatMul'
  | 'Max'
  | 'Min'
  | 'Mul'
  | 'Neg'
  | 'Not'
  | 'Or'
  | 'Pad'
  | 'QuantizeLinear'
  | 'ReduceMax'
  | 'ReduceMean'
  | 'ReduceSum'
  | 'Reshape'
  | 'Scan'
  | 'ScatterElements'
  | 'ScatterND'
  | 'Shape'
  | 'Sigmoid'
  | 'SimplifiedLayerNormalization'
  | 'Slice'
  | 'Softmax'
  | 'Split'
  | 'Squeeze'
  | 'Sub'
  | 'Sum'
  | 'Tanh'
  | 'TopK'
  | 'Transpose'
  | 'Unsqueeze'
  | 'Where'
  | 'ms.FusedMatMul'
  | 'ms.GroupQueryAttention'
  | 'ms.MatMulIntegerToFloat'
  | 'ms.MatMulNBits'
  | 'ms.MultiHeadAttention'
  | 'ms.QuickGelu';

export type Attribute = number | { readonly float: number } | string | readonly number[] | GraphProto;

/** An input or output: a dimension is a length, or a name for one that varies. */
export type Shape = readonly (number | string)[];

const EXTERNAL = 1;

export class ModelBuilder {
  /** Of the whole graph; weights become fp32 here, so that every branch reads the same. */
  readonly #outer: NodeProto[] = [];
  /** Where nodes go: the whole graph, or the branch that is being written. */
  #nodes = this.#outer;
  readonly #initializers: TensorProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #constants = new Map<string, Value>();
  readonly #weights = new Map<string, Value>();
  readonly #casts = new Map<string, Value>();
  readonly #weightPath: (file: string) => string;
  #count = 0;

  /** `weightPath` turns a weight file's absolute path into one relative to the folder given to the session. */
  constructor(weightPath: (file: string) => string) {
    this.#weightPath = weightPath;
  }

  /** Where nodes are written just now: the same object for the same branch, so that what was made there can be found again. */
  get scope(): object {
    return this.#nodes;
  }

  input(name: string, type: ElementType, shape: Shape): Value {
    this.#inputs.push(valueInfo(name, type, shape));
    return name as Value;
  }

  output(name: string, value: Value, type: ElementType, shape: Shape): void {
    this.#outputs.push(valueInfo(name, type, shape));
    this.#nodes.push(create(NodeProtoSchema, { opType: 'Identity', input: [value], output: [name] }));
  }

  /** Adds a node with one output. `''` in the inputs stands for an optional input left out. */
  op(type: Operator, inputs: readonly (Value | '')[], attributes: Record<string, Attribute> = {}): Value {
    const [only] = this.ops(type, inputs, 1, attributes);
    return only as Value;
  }

  /** Adds a node with `outputs` outputs. */
  ops(
    type: Operator,
    inputs: readonly (Value | '')[],
    outputs: number,
    attributes: Record<string, Attribute> = {},
  ): Value[] {
    const contributed = type.startsWith('ms.');
    const names = Array.from({ length: outputs }, () => this.#fresh(type));
    this.#nodes.push(
      create(NodeProtoSchema, {
        name: names[0] ?? type,
        opType: contributed ? type.slice(3) : type,
        domain: contributed ? 'com.microsoft' : '',
        input: [...inputs],
        output: names,
        attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      }),
    );
    return names;
  }

  /** A small constant; equal ones are shared. */
  constant(type: SmallType, values: readonly number[], shape: readonly number[]): Value {
    const key = `${type}:${shape.join(',')}:${values.join(',')}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.#fresh('const');
    this.#initializers.push(
      create(TensorProtoSchema, {
        name,
        dataType: elementType[type],
        dims: shape.map(BigInt),
        rawData: rawBytes(type, values),
      }),
    );
    this.#constants.set(key, name);
    return name;
  }

  /** A larger constant, not shared. `values` is row-major. */
  floats(values: Float32Array, shape: readonly number[]): Value {
    return this.#large('f32', values, shape);
  }

  /** As `floats`, of uint8 or int8. */
  bytes(values: Uint8Array | Int8Array, shape: readonly number[]): Value {
    return this.#large(values instanceof Int8Array ? 'i8' : 'u8', values, shape);
  }

  scalar(type: SmallType, value: number): Value {
    return this.constant(type, [value], []);
  }

  vector(type: SmallType, values: readonly number[]): Value {
    return this.constant(type, values, [values.length]);
  }

  /** A weight in its file, in its own type. `shape` may regroup the header's dimensions as long as the bytes agree. */
  rawWeight(location: StoredWeight, shape: readonly number[] = location.shape): Value {
    const key = `${location.file}@${location.offset}:${shape.join('x')}`;
    const known = this.#weights.get(key);
    if (known !== undefined) return known;
    const name = this.#fresh('weight');
    const entries: readonly (readonly [string, string])[] = [
      ['location', this.#weightPath(location.file)],
      ['offset', String(location.offset)],
      ['length', String(location.bytes)],
    ];
    this.#initializers.push(
      create(TensorProtoSchema, {
        name,
        dataType: elementType[storedElement[location.dtype]],
        dims: shape.map(BigInt),
        externalData: entries.map(([k, value]) => ({ key: k, value })),
        dataLocation: EXTERNAL,
      }),
    );
    this.#weights.set(key, name);
    return name;
  }

  /** A weight as fp32: a Cast that the runtime folds at load where the file holds fp16 or bf16. */
  weight(location: TensorLocation, shape: readonly number[] = location.shape): Value {
    const raw = this.rawWeight(location, shape);
    if (location.dtype === 'F32') return raw;
    const known = this.#casts.get(raw);
    if (known !== undefined) return known;
    const wide = this.#in(this.#outer, () => this.op('Cast', [raw], { to: elementType.f32 }));
    this.#casts.set(raw, wide);
    return wide;
  }

  /** One of two pieces of graph, chosen at every run by a boolean scalar. Both may use what was made before; their values go by the same names. */
  either<K extends string>(
    condition: Value,
    then: () => Readonly<Record<K, Value>>,
    otherwise: () => Readonly<Record<K, Value>>,
  ): Readonly<Record<K, Value>> {
    const [first, second] = [this.#branch(then), this.#branch(otherwise)];
    const keys = [...first.outputs.keys()];
    const names = this.ops('If', [condition], keys.length, {
      then_branch: branchGraph(this.#fresh('then'), first.nodes, keys, first.outputs),
      else_branch: branchGraph(this.#fresh('else'), second.nodes, keys, second.outputs),
    });
    return Object.fromEntries(keys.map((key, index) => [key, names[index]])) as Record<K, Value>;
  }

  /**
   * `write` for every slice of `xs` along its first axis, one after the other, its results stacked the same way; all f32. It may use what was
   * made before. The runtime wants to know the shapes of both.
   */
  scan(
    xs: Value,
    shapes: { readonly slice: Shape; readonly result: Shape },
    write: (slice: Value) => Value,
  ): Value {
    const slice = this.#fresh('slice');
    const { nodes, outputs } = this.#branch(() => ({ result: write(slice) }));
    const body = create(GraphProtoSchema, {
      name: this.#fresh('scan'),
      node: nodes,
      input: [valueInfo(slice, 'f32', shapes.slice)],
      output: [...outputs.values()].map((name) => valueInfo(name, 'f32', shapes.result)),
    });
    return this.op('Scan', [xs], { body, num_scan_inputs: 1 });
  }

  #branch(write: () => Readonly<Record<string, Value>>): Branch {
    const nodes: NodeProto[] = [];
    const outputs = this.#in(nodes, () => {
      const values = Object.entries(write());
      const own = new Set(nodes.flatMap((node) => node.output));
      // A branch's output must come from a node of its own.
      return values.map(
        ([key, value]) => [key, own.delete(value) ? value : this.op('Identity', [value])] as const,
      );
    });
    return { nodes, outputs: new Map(outputs) };
  }

  #in<T>(nodes: NodeProto[], write: () => T): T {
    const before = this.#nodes;
    this.#nodes = nodes;
    try {
      return write();
    } finally {
      this.#nodes = before;
    }
  }

  /** A weight as fp16, straight from its file where that holds fp16. */
  halfWeight(location: TensorLocation): Value {
    const raw = this.rawWeight(location);
    return location.dtype === 'F16' ? raw : this.op('Cast', [raw], { to: elementType.f16 });
  }

  /** The serialised model: IR 10, opset 21. */
  build(name: string): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion: 10n,
      producerName: 'dymu-explorer',
      opsetImport: [
        { domain: '', version: 21n },
        { domain: 'com.microsoft', version: 1n },
      ],
      graph: {
        name,
        node: this.#outer,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    return toBinary(ModelProtoSchema, model);
  }

  #large(
    type: 'f32' | 'u8' | 'i8',
    values: Float32Array | Uint8Array | Int8Array,
    shape: readonly number[],
  ): Value {
    const name = this.#fresh('const');
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#initializers.push(
      create(TensorProtoSchema, { name, dataType: elementType[type], dims: shape.map(BigInt), rawData }),
    );
    return name;
  }

  #fresh(hint: string): Value {
    this.#count += 1;
    return `${hint}_${this.#count}` as Value;
  }
}

interface Branch {
  readonly nodes: NodeProto[];
  readonly outputs: ReadonlyMap<string, Value>;
}

function branchGraph(
  name: string,
  nodes: NodeProto[],
  keys: readonly string[],
  outputs: ReadonlyMap<string, Value>,
): GraphProto {
  const output = keys.map((key) => create(ValueInfoProtoSchema, { name: outputs.get(key) ?? '' }));
  return create(GraphProtoSchema, { name, node: nodes, output });
}

function valueInfo(name: string, type: ElementType, shape: Shape): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: elementType[type],
          shape: {
            dim: shape.map((length) => ({
              value:
                typeof length === 'number'
                  ? { case: 'dimValue' as const, value: BigInt(length) }
                  : { case: 'dimParam' as const, value: length },
            })),
          },
        },
      },
    },
  });
}

function attribute(name: string, value: Attribute): AttributeProto {
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: 2, i: BigInt(value) });
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, { name, type: 3, s: new TextEncoder().encode(value) });
  }
  if ('node' in value) return create(AttributeProtoSchema, { name, type: 5, g: value });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: 1, f: value.float });
  return create(AttributeProtoSchema, { name, type: 7, ints: value.map(BigInt) });
}

function rawBytes(type: SmallType, values: readonly number[]): Uint8Array {
  switch (type) {
    case 'u8':
      return Uint8Array.from(values);
    case 'f32':
      return new Uint8Array(Float32Array.from(values).buffer);
    case 'i32':
      return new Uint8Array(Int32Array.from(values).buffer);
    case 'i64':
      return new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  }
}

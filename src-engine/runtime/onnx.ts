/** The only door to ONNX Runtime: sessions from bytes in memory with weights mapped from disk, and tensors. It knows no model. */
import * as ort from 'onnxruntime-node';
import { nativeError } from './native-error.ts';

// ONNX Runtime 1.30 (seen on Linux) keeps a device id and a database of events in the user's cache folder, and sends them to
// mobile.events.data.microsoft.com. It asks for this when the first session is made, which is later than here.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

export type TensorData = Float32Array | Int32Array | BigInt64Array;

export interface HostTensor<D extends TensorData = TensorData> {
  readonly data: D;
  readonly dims: readonly number[];
}

export type ExecutionProvider = 'cpu' | 'webgpu';

export interface SessionOptions {
  readonly provider: ExecutionProvider;
  /** Intra-op threads; 0 lets the runtime choose. */
  readonly threads: number;
  /** Folder that external weights are relative to. */
  readonly weightsRoot: string;
}

/** A tensor that keeps its memory between runs: pass the same one as an input and as an output and the runtime writes in place. */
export type Buffer = ort.Tensor;

export type Feeds = Readonly<Record<string, HostTensor | Buffer>>;

export interface Session {
  /** Blocks the thread until done. Outputs not in `into` are fresh host tensors; `only` those that are named, if any are. Throws `device-lost`, `out-of-memory` or `native-failure` with the native message as detail. */
  run(
    feeds: Feeds,
    into?: Readonly<Record<string, Buffer>>,
    only?: readonly string[],
  ): Promise<Record<string, HostTensor>>;
  release(): Promise<void>;
}

const typeOf = (data: TensorData): 'float32' | 'int32' | 'int64' =>
  data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'int64';

export function buffer(data: TensorData, dims: readonly number[]): Buffer {
  return new ort.Tensor(typeOf(data), data, dims);
}

/** Blocks the thread while the weights are read and packed. */
export async function createSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: options.provider === 'cpu' ? ['cpu'] : [options.provider, 'cpu'],
    intraOpNumThreads: options.threads,
    // Lengths differ from run to run, and a second run of equal lengths would take all its memory anew, in one piece.
    enableMemPattern: false,
    logSeverityLevel: 4, // errors reach the user as sentences with the native message as detail
    extra: {
      session: {
        model_external_initializers_file_folder_path: options.weightsRoot,
        // Idle sessions would spin on the cores that the running one needs.
        force_spinning_stop: '1',
      },
    },
  });
  return {
    async run(feeds, into = {}, only = session.outputNames) {
      const inputs: Record<string, ort.Tensor> = {};
      for (const [name, value] of Object.entries(feeds)) inputs[name] = toTensor(value);
      const wanted: Record<string, ort.Tensor | null> = {};
      for (const name of only) wanted[name] = into[name] ?? null;
      const results = await runOrExplain(session, options.provider, inputs, wanted);
      const outputs: Record<string, HostTensor> = {};
      for (const [name, value] of Object.entries(results)) {
        if (!(name in into)) outputs[name] = toHost(name, value);
      }
      return outputs;
    },
    release: () => session.release(),
  };
}

async function runOrExplain(
  session: ort.InferenceSession,
  provider: ExecutionProvider,
  inputs: Record<string, ort.Tensor>,
  wanted: Record<string, ort.Tensor | null>,
): Promise<ort.InferenceSession.OnnxValueMapType> {
  try {
    return await session.run(inputs, wanted);
  } catch (error) {
    throw nativeError(error, 'the model was running', provider);
  }
}

function toTensor(value: HostTensor | Buffer): ort.Tensor {
  return isBuffer(value) ? value : buffer(value.data, value.dims);
}

function isBuffer(value: HostTensor | Buffer): value is Buffer {
  return value instanceof ort.Tensor;
}

function toHost(name: string, value: ort.OnnxValue): HostTensor {
  if (!(value instanceof ort.Tensor)) throw new TypeError(`Output ${name} is not a tensor.`);
  const { data, dims } = value;
  if (data instanceof Float32Array || data instanceof Int32Array || data instanceof BigInt64Array) {
    return { data, dims };
  }
  throw new TypeError(`Output ${name} has an element type that no graph of ours has.`);
}

/** Reads one output as float32; a wrong name or type is a bug in the graph, not the user's. */
export function floats(outputs: Record<string, HostTensor>, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new TypeError(`Output ${name} is not float32.`);
}

export function ints(outputs: Record<string, HostTensor>, name: string): Int32Array {
  const data = outputs[name]?.data;
  if (data instanceof Int32Array) return data;
  if (data instanceof BigInt64Array) return Int32Array.from(data, Number);
  throw new TypeError(`Output ${name} is not an integer tensor.`);
}

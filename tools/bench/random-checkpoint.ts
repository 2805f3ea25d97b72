/** Writes a full-size checkpoint of random bf16 weights in Hugging Face layout, tensor by tensor. The numbers mean nothing; the shapes do. */
import { cp, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { familyOf } from '../../src-engine/families/registry.ts';

const CHUNK = 8 * 2 ** 20; // bytes of the repeated pattern
const STEP = 8198; // bytes from the start of one tensor in it to that of the next; even, as a bf16 number has two

export interface LargeShape {
  /** A small checkpoint whose tokenizer, template and processor files are taken over. */
  readonly like: string;
  /** Laid over the small one's config.json and its parts. */
  readonly config: Record<string, unknown>;
  readonly vision: Record<string, unknown>;
  readonly text: Record<string, unknown>;
  /** Laid over preprocessor_config.json, or over `image_processor` of processor_config.json where there is no such file. */
  readonly processor: Record<string, unknown>;
}

/** Returns the number of bytes of weights written. */
export async function writeRandomCheckpoint(folder: string, shape: LargeShape): Promise<number> {
  await mkdir(folder, { recursive: true });
  const skip = [
    'model.safetensors',
    'config.json',
    'preprocessor_config.json',
    'processor_config.json',
    'video_preprocessor_config.json',
  ];
  await cp(shape.like, folder, { recursive: true, filter: (file) => !skip.includes(path.basename(file)) });
  const read = async (name: string) =>
    JSON.parse(await readFile(path.join(shape.like, name), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >;
  const small = await read('config.json');
  const config = {
    ...small,
    ...shape.config,
    vision_config: { ...small['vision_config'], ...shape.vision },
    text_config: { ...small['text_config'], ...shape.text },
  };
  await writeFile(path.join(folder, 'config.json'), withFloats(JSON.stringify(config)));
  const whole = await read('processor_config.json');
  const own = existsSync(path.join(shape.like, 'preprocessor_config.json'));
  const image = {
    ...(own ? await read('preprocessor_config.json') : whole['image_processor']),
    ...shape.processor,
  };
  if (own) await writeFile(path.join(folder, 'preprocessor_config.json'), JSON.stringify(image));
  const processor = own ? whole : { ...whole, image_processor: image };
  await writeFile(path.join(folder, 'processor_config.json'), JSON.stringify(processor));

  const document = { file: 'config.json', value: config };
  const family = familyOf(document);
  const stored = new Map(
    family.tensors(family.architecture(document)).map((tensor) => [tensor.stored, tensor.shape]),
  );
  return writeWeights(path.join(folder, 'model.safetensors'), stored);
}

/** transformers refuses a whole number where it wants a float, and JavaScript writes 1.0 as 1. */
function withFloats(json: string): string {
  return json.replace(
    /("(?:initializer_factor|initializer_range|attention_dropout|rope_theta)":\d+)(?=[,}])/gu,
    '$1.0',
  );
}

async function writeWeights(file: string, tensors: ReadonlyMap<string, readonly number[]>): Promise<number> {
  let offset = 0;
  const entries = [...tensors].map(([name, shape]) => {
    const bytes = 2 * shape.reduce((product, side) => product * side, 1);
    offset += bytes;
    return { name, shape, bytes, offsets: [offset - bytes, offset] };
  });
  const header = Buffer.from(
    JSON.stringify(
      Object.fromEntries(
        entries.map(({ name, shape, offsets }) => [name, { dtype: 'BF16', shape, data_offsets: offsets }]),
      ),
    ),
  );
  const padded = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const noise = smallNoise();
  const ones = Buffer.from(Uint16Array.from({ length: CHUNK / 2 }, () => 0x3f80).buffer);
  const handle = await open(file, 'w');
  try {
    await handle.write(Buffer.concat([length, padded]));
    for (const [index, { name, bytes }] of entries.entries()) {
      const pattern = /norm\d?\.weight$|layernorm\.weight$|pre_layrnorm\.weight$/u.test(name) ? ones : noise;
      // Tensors that begin alike would be equal in parts, and the runtime keeps equal weights once.
      let from = (index * STEP) % CHUNK;
      for (let left = bytes; left > 0; from = 0) {
        const written = await handle.write(pattern, from, Math.min(left, CHUNK - from));
        left -= written.bytesWritten;
      }
    }
  } finally {
    await handle.close();
  }
  return offset;
}

/** bf16 numbers in about -0.03..0.03: activations stay finite through many layers. */
function smallNoise(): Buffer {
  let state = 7;
  const values = Float32Array.from({ length: CHUNK / 2 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * 0.03;
  });
  const bits = new Uint32Array(values.buffer);
  return Buffer.from(Uint16Array.from(bits, (word) => word >>> 16).buffer);
}

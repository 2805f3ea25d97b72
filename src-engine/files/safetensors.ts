/** Reads the header of a safetensors file: names, types, shapes and places. Never the tensors' bytes. */
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import type { EngineError } from '../errors.ts';
import { readAt, withFile } from './bounded-file.ts';
import { impostor, impostorBytes } from './impostor.ts';
import { isObject } from './document.ts';
import { duplicateKey } from './duplicate-key.ts';
import { jsonOutline } from './json-outline.ts';
import { limits } from './limits.ts';
import { published } from './published-json.ts';
import { refusal, type Subject } from './refusal.ts';
import { byteLength, isTensorType, type TensorType } from './tensor-types.ts';
import { quote, show } from './words.ts';

/** A tensor as a file declares it, of any element type. */
export interface StoredTensor {
  readonly file: string; // the path that was read
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  readonly offset: number; // bytes from the start of the file
  readonly bytes: number;
}

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly headerBytes: number;
}

const prefixBytes = 8; // the header's length, 64 bit little endian

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)).max(limits.tensorRank),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});

type Refuse = (fact: string, cure?: string) => EngineError;

/** Most values of a tensor's entry: type, two offsets, and the sides of its shape. */
const valuesPerTensor = 4 + limits.tensorRank;

/** Parsing what no writer writes would cost minutes and gigabytes. */
function checkOutline(bytes: Uint8Array, refuse: Refuse): void {
  const { depth, members, values } = jsonOutline(bytes);
  if (depth > limits.jsonDepth) throw refuse(`has a header that nests lists and objects ${depth} deep`);
  // One more: the metadata.
  if (members > limits.tensors + 1) {
    throw refuse(`declares ${members} tensors, more than the ${limits.tensors} allowed`);
  }
  if (values > limits.tensors * valuesPerTensor)
    throw refuse(`has a header of ${values} values, more than tensors need`);
}

async function headerText(handle: FileHandle, size: number, refuse: Refuse): Promise<string> {
  const prefix = await readAt(handle, 0, prefixBytes);
  if (prefix.length < prefixBytes) throw refuse(`is not a safetensors file: it has only ${size} bytes`);
  const declared = prefix.readBigUInt64LE();
  if (declared > BigInt(size)) {
    const other = impostor(await readAt(handle, 0, impostorBytes));
    if (other !== undefined) throw refuse(other.fact, other.cure);
  }
  if (declared > BigInt(limits.safetensorsHeaderBytes)) {
    throw refuse(
      `declares a header of ${declared.toString()} bytes, more than the ${limits.safetensorsHeaderBytes} allowed`,
    );
  }
  const length = Number(declared);
  if (prefixBytes + length > size) {
    throw refuse(
      `is truncated: its header alone should take ${prefixBytes + length} bytes and the file has ${size}`,
    );
  }
  const bytes = await readAt(handle, prefixBytes, length);
  if (bytes.length < length) throw refuse('became shorter while it was read');
  checkOutline(bytes, refuse);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse('has a header that is not UTF-8 text');
  }
}

function headerEntries(text: string, refuse: Refuse): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('has a header that is not JSON');
  }
  if (!isObject(value)) throw refuse('has a header that is not a JSON object');
  const twice = duplicateKey(text);
  if (twice !== undefined) throw refuse(`declares tensor ${quote(twice)} twice`);
  return value;
}

function storedTensor(
  path: string,
  name: string,
  entry: unknown,
  dataStart: number,
  refuse: Refuse,
): StoredTensor {
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw refuse(`describes tensor ${quote(name)} wrongly${field === '' ? '' : ` in ${quote(field)}`}`);
  }
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  if (!isTensorType(dtype))
    throw refuse(`gives tensor ${quote(name)} the unknown element type ${quote(dtype)}`);
  const bytes = byteLength(dtype, shape);
  if (bytes === undefined) throw refuse(`gives tensor ${quote(name)} the impossible shape ${show(shape)}`);
  const [begin, end] = offsets;
  if (end - begin !== bytes) {
    throw refuse(
      `gives tensor ${quote(name)} ${end - begin} bytes where ${dtype} ${show(shape)} takes ${bytes}`,
    );
  }
  return { file: path, dtype, shape, offset: dataStart + begin, bytes };
}

/** Tensors must fill the data section without overlap or gap, as the format's own reader demands. */
function checkLayout(
  tensors: ReadonlyMap<string, StoredTensor>,
  dataStart: number,
  size: number,
  refuse: Refuse,
): void {
  const inOrder = [...tensors].sort(([, a], [, b]) => a.offset - b.offset || a.bytes - b.bytes);
  let cursor = dataStart;
  let previous = '';
  for (const [name, tensor] of inOrder) {
    const end = tensor.offset + tensor.bytes;
    if (end > size) {
      throw refuse(`is truncated: tensor ${quote(name)} should end at byte ${end} and the file has ${size}`);
    }
    if (tensor.offset < cursor) throw refuse(`has tensors ${quote(previous)} and ${quote(name)} overlapping`);
    if (tensor.offset > cursor) {
      throw refuse(
        `has ${tensor.offset - cursor} bytes before tensor ${quote(name)} that belong to no tensor`,
      );
    }
    cursor = end;
    previous = name;
  }
  if (cursor < size) throw refuse(`has ${size - cursor} bytes at its end that belong to no tensor`);
}

function metadataOf(value: unknown, refuse: Refuse): ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  if (!isObject(value)) throw refuse('has metadata that is not a JSON object');
  return new Map(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string') throw refuse(`has metadata ${quote(key)} that is not text`);
      return [key, text];
    }),
  );
}

/**
 * Reads and checks the header of one file (format: https://github.com/huggingface/safetensors).
 * Throws an EngineError of the subject's code; the sentence carries the file's name and the tensor's.
 *
 * @param subject weights that somebody published, unless said otherwise
 */
export async function readSafetensorsHeader(
  path: string,
  subject: Subject = published(path, 'download it again'),
): Promise<SafetensorsHeader> {
  const refuse: Refuse = (fact, cure) => refusal(subject, fact, cure === undefined ? {} : { cure });
  return withFile(path, subject, async (handle, size) => {
    const text = await headerText(handle, size, refuse);
    const headerBytes = Buffer.byteLength(text);
    const dataStart = prefixBytes + headerBytes;
    const tensors = new Map<string, StoredTensor>();
    let metadata: unknown;
    for (const [name, entry] of Object.entries(headerEntries(text, refuse))) {
      if (name === '__metadata__') metadata = entry;
      else tensors.set(name, storedTensor(path, name, entry, dataStart, refuse));
    }
    checkLayout(tensors, dataStart, size, refuse);
    return { tensors, metadata: metadataOf(metadata, refuse), headerBytes };
  });
}

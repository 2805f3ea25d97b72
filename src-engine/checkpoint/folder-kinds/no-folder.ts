/** A path that is no folder at all: nothing, a link to nothing, or a file. */
import { readlink, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { EngineError } from '../../errors.ts';
import { exists } from '../../files/bounded-file.ts';
import { quote, quotePath } from '../../files/words.ts';

const giveFolder = 'give the folder that holds config.json';

/** Files that people give for a model, by their extension. */
const formats: ReadonlyMap<string, string> = new Map([
  ['.gguf', 'a GGUF file, the format of llama.cpp'],
  ['.onnx', 'an ONNX export'],
  ['.zip', 'a zip archive'],
  ['.gz', 'a compressed archive'],
  ['.tar', 'an archive'],
]);

const remedies: ReadonlyMap<string, string> = new Map([
  ['.gguf', 'get the model as safetensors, in fp16 or bf16, and give its folder'],
  ['.onnx', 'get the model that it was made from, as safetensors, and give its folder'],
  ['.zip', 'unpack it and give the folder that holds config.json'],
  ['.gz', 'unpack it and give the folder that holds config.json'],
  ['.tar', 'unpack it and give the folder that holds config.json'],
]);

async function ofFile(path: string): Promise<EngineError> {
  const extension = extname(path).toLowerCase();
  const format = formats.get(extension);
  const folder = dirname(path);
  const inModel = format === undefined && (await exists(join(folder, 'config.json')));
  const fact = `${quotePath(path)} is ${format ?? 'a file'} and not a model folder`;
  const remedy = inModel ? `give its folder, ${quotePath(folder)}` : (remedies.get(extension) ?? giveFolder);
  return new EngineError('bad-input', fact, { remedy });
}

async function ofNothing(path: string, cause: unknown): Promise<EngineError> {
  const target = await readlink(path).catch(() => undefined);
  const detail = String(cause);
  if (target === undefined) {
    const fact = `There is no model folder ${quotePath(path)}`;
    return new EngineError('bad-input', fact, { remedy: giveFolder, detail, cause });
  }
  const fact = `${quotePath(path)} is a link to ${quote(target)}, which is not there`;
  const remedy = 'connect the drive that holds it, or give the folder itself';
  return new EngineError('bad-input', fact, { remedy, detail, cause });
}

/** Throws `bad-input`. */
export async function checkIsFolder(path: string): Promise<void> {
  const status = await stat(path).catch(async (cause: unknown) => {
    throw await ofNothing(path, cause);
  });
  if (!status.isDirectory()) throw await ofFile(path);
}

/** What a download would bring: files and bytes, what is here already, licence and access, and whether the model would run in this computer's memory. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { indexFile } from '../checkpoint/weight-files.ts';
import { folderLimits } from '../checkpoint/limits.ts';
import { modelShapes, type ModelShapes } from '../checkpoint/shapes.ts';
import type { HubPlan, HubRequest } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { cellsIn, cellCount } from '../connectors/cells.ts';
import { memoryFit } from '../inference/memory-fit.ts';
import { processorPrecisions } from '../inference/precision.ts';
import type { MemoryRoom } from '../runtime/memory.ts';
import { readAddress } from './address.ts';
import type { HubAccess } from './access.ts';
import { cachePlace } from './cache-place.ts';
import { usual, type Tuning } from './download.ts';
import { roomFor } from './disk.ts';
import { RequestFailure } from './failures.ts';
import { chooseFiles, hasIndexOnly } from './needed-files.ts';
import { keptBytes } from './part-file.ts';
import { fileUrl, readRepository, type Repository, type RepositoryFile } from './repository.ts';
import { withRetries, type Trying } from './retries.ts';
import { checkIsModel, shardsOf } from './shards.ts';
import { createTransport, readBody, type Transport } from './transport.ts';

export interface PlanHost {
  readonly access: HubAccess;
  readonly cache: string; // the download cache
  /** Where a few small files may lie for a moment. */
  readonly cacheDirectory: string;
  readonly room: MemoryRoom;
  readonly signal?: AbortSignal | undefined;
  readonly tuning?: Partial<Tuning>;
}

/** What says how a model is built. */
const shapeFiles = /^(?:config|preprocessor_config|processor_config)\.json$/u;

/** Throws EngineError `bad-input`: what names no model, no such model, no connection, no model in our sense; `aborted`. */
export async function planDownload(request: HubRequest, host: PlanHost): Promise<HubPlan> {
  const { access, cache, room, signal } = host;
  const withToken = access.token !== undefined;
  const { patience, timeouts, free, pieceBytes } = { ...usual, ...host.tuning };
  const address = readAddress(request.model, request.revision, access.endpoint);
  const transport = await createTransport(access, timeouts);
  const trying: Trying = { patience, signal };
  try {
    const found = await readRepository(transport, address, trying);
    checkIsModel(found);
    const small = await smallFiles(transport, found, trying);
    const shards =
      hasIndexOnly(found.files) && small !== null ? shardsOf(small.get(indexFile) ?? '', found) : undefined;
    // Without a look at the index its shards are guessed by their names.
    const guessed =
      small === null && hasIndexOnly(found.files)
        ? found.files
            .map(({ path }) => path)
            .filter((path) => /^model-\d{5}-of-\d{5}\.safetensors$/u.test(path))
        : shards;
    const { needed, leftOut } = chooseFiles(found.files, guessed);
    const place = cachePlace({ cache, name: found.name, revision: address.revision, commit: found.commit });
    const here = await Promise.all(needed.map(async (file) => (await place.find(file)) !== undefined));
    const bytesOf = (files: readonly RepositoryFile[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);
    const missing = needed.filter((_, at) => here[at] !== true);
    const begun = await Promise.all(
      missing.map((file) => keptBytes(place.partOf(file), file.bytes, pieceBytes)),
    );
    const left = bytesOf(missing) - begun.reduce((sum, bytes) => sum + bytes, 0);
    const shapes = small === null ? null : await shapesOf(small, host.cacheDirectory);
    return {
      name: found.name,
      revision: address.revision,
      commit: found.commit,
      endpoint: access.endpoint,
      directory: place.directory,
      files: [
        ...needed.map(({ path, bytes }, at) => ({ path, bytes, here: here[at] === true })),
        ...leftOut.map(({ file: { path, bytes }, why }) => ({ path, bytes, leftOut: why })),
      ],
      bytes: {
        needed: bytesOf(needed),
        left,
        all: bytesOf(found.files),
        room: roomFor(left),
      },
      freeBytes: await free(place.directory),
      licence: found.licence,
      access: small !== null ? (found.gated ? 'granted' : 'open') : withToken ? 'not-let-in' : 'refused',
      ...shapeFacts(shapes, room),
      notes: notesOf(found),
    };
  } finally {
    await transport.close();
  }
}

/** Texts by name; null where the hub gives them only to others. */
async function smallFiles(
  transport: Transport,
  found: Repository,
  trying: Trying,
): Promise<ReadonlyMap<string, string> | null> {
  const { name, commit, revision, files } = found;
  const index = hasIndexOnly(files);
  const wanted = files.filter(({ path }) => shapeFiles.test(path) || (index && path === indexFile));
  const texts = new Map<string, string>();
  for (const { path } of wanted) {
    const about = { what: `${path} of ${name}`, name, revision, listed: true };
    const most = path === indexFile ? folderLimits.shardIndexBytes : folderLimits.configBytes;
    const text = await withRetries(trying, async () => {
      try {
        const answer = await transport.get(fileUrl(transport.access.endpoint, name, commit, path), about, {
          signal: trying.signal,
        });
        return (await readBody(answer, most, about)).toString('utf8');
      } catch (cause) {
        const refused = cause instanceof RequestFailure && (cause.status === 401 || cause.status === 403);
        if (refused) return null;
        throw cause;
      }
    });
    if (text === null) return null;
    texts.set(path, text);
  }
  return texts;
}

/** The readers of model folders read folders. */
async function shapesOf(
  texts: ReadonlyMap<string, string>,
  cacheDirectory: string,
): Promise<ModelShapes | EngineError> {
  await mkdir(cacheDirectory, { recursive: true });
  const folder = await mkdtemp(join(cacheDirectory, 'hub-'));
  try {
    for (const [name, text] of texts) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await modelShapes(folder);
  } catch (cause) {
    if (cause instanceof EngineError) return cause;
    throw cause;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type ShapeFacts = Pick<
  HubPlan,
  'family' | 'supported' | 'reason' | 'parameters' | 'tokensPerView' | 'memory'
>;

function shapeFacts(shapes: ModelShapes | EngineError | null, room: MemoryRoom): ShapeFacts {
  const unknown = { family: null, parameters: 0, tokensPerView: 0, memory: [] };
  if (shapes === null) return { ...unknown, supported: true };
  if (shapes instanceof EngineError) return { ...unknown, supported: false, reason: shapes.message };
  const { family, spec, tensors, parameters } = shapes;
  return {
    family: family.name,
    supported: true,
    parameters,
    tokensPerView: cellCount(cellsIn(spec)),
    memory: processorPrecisions.map((precision) => memoryFit(spec, tensors, precision, room)),
  };
}

function notesOf({ renamed, unusable, name }: Repository): string[] {
  return [
    ...(renamed === undefined ? [] : [`${name} is called ${renamed} now.`]),
    ...(unusable === 0
      ? []
      : [
          `${unusable === 1 ? 'One file is' : `${unusable} files are`} listed without a name, length or hash that can be used; none of them is fetched.`,
        ]),
  ];
}

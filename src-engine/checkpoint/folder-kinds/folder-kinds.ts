/** What a folder is that is no model folder as it stands: the list of the kinds known, asked one after the other. */
import type { EngineError } from '../../errors.ts';
import { indexFile, singleFile } from '../weight-files.ts';
import { adapter, projectorAlone } from './adapter.ts';
import { downloadCache, severalVersions } from './download-cache.ts';
import { oneLevelTooHigh, oneLevelTooLow, unfinishedDownload } from './elsewhere.ts';
import type { FolderKind } from './kind.ts';
import { listFolder, type FolderListing } from './listing.ts';
import { noModel } from './no-model.ts';
import { diffusionPipeline, exported, gguf, mistral, otherFrameworks } from './other-formats.ts';
import { deepSpeed, jaxArrays, pickle } from './pickles.ts';
import { anotherName, shardsWithoutIndex, variant } from './safetensors-names.ts';

/** Folders that only surround a model or wait for one. */
const around: readonly FolderKind[] = [downloadCache, severalVersions, oneLevelTooHigh, unfinishedDownload];

/** Folders with other weights than those that are read. */
const otherWeights: readonly FolderKind[] = [
  adapter,
  gguf,
  mistral,
  diffusionPipeline,
  variant,
  shardsWithoutIndex,
  anotherName,
  exported,
  deepSpeed,
  projectorAlone,
  jaxArrays,
  pickle,
  otherFrameworks,
];

/** The first that recognises the folder speaks, so whoever knows more of it comes earlier. */
function kindsFor({ files }: FolderListing): readonly FolderKind[] {
  const weights = files.includes(singleFile) || files.includes(indexFile);
  return [...around, ...(weights ? [] : otherWeights), oneLevelTooLow, noModel];
}

/** Asked where config.json or the weights are missing. Undefined for what nobody knows. */
export async function otherKind(directory: string): Promise<EngineError | undefined> {
  const listing = await listFolder(directory);
  for (const { recognise } of kindsFor(listing)) {
    const error = await recognise(listing);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Options that every command takes, and what they mean for the engine. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { bundledModel } from '../bundled/assets.ts';
import type { EngineOptions, ModelSource } from '../engine.ts';
import { parseInteger } from './numbers.ts';
import { readPictureOptions, type PictureFlags } from './picture-options.ts';
import { UsageError } from './usage-error.ts';

export const commonFields = {
  model: z.string().optional(),
  calibration: z.string().optional(),
  device: z.string().optional(),
  precision: z.string().optional(),
  tower: z.string().optional(),
  threads: z.string().optional(),
  quiet: z.boolean().optional(),
  json: z.boolean().optional(),
};
export type CommonFlags = z.infer<z.ZodObject<typeof commonFields>>;
/** Commands that read no pictures have no picture options. */
export type EngineFlags = CommonFlags & Partial<PictureFlags>;

const towers = ['fp32', 'int8'] as const;
const precisions = ['auto', 'fp32', 'fp16', 'int8', 'int4'];

export function addCommonOptions(command: Command): Command {
  return command
    .optionsGroup('Common options:')
    .option(
      '--model <dir>',
      'a Hugging Face model folder, or org/name from the download cache (default: the embedded model)',
    )
    .option('--calibration <file>', 'a calibration of this encoder (default: the one found for it)')
    .option('--device <name>', 'auto, cpu, webgpu, ... (see dymu devices)')
    .option('--precision <name>', `of the language model: ${precisions.join(', ')}`)
    .option('--tower <name>', `of the vision encoder: ${towers.join(' or ')} (the fast tower)`)
    .option('--threads <N>', 'processor threads to compute with')
    .option('--quiet', 'nothing on standard error except a failure')
    .option('--json', 'one JSON document on standard output');
}

export function modelSource(flags: CommonFlags): ModelSource {
  const directory = flags.model ?? bundledModel();
  return flags.calibration === undefined
    ? { directory }
    : { directory, calibration: resolve(flags.calibration) };
}

/** Throws UsageError. Whether a device exists, the engine finds out. */
export function engineOptions(flags: EngineFlags): EngineOptions {
  if (flags.model?.trim() === '')
    throw new UsageError('--model is empty; give a model folder, or leave it out for the embedded model.');
  if (flags.precision !== undefined && !precisions.includes(flags.precision)) {
    throw new UsageError(
      `--precision takes ${precisions.join(', ')}; "${flags.precision}" is not one of them.`,
    );
  }
  const tower = towers.find((name) => name === flags.tower);
  if (flags.tower !== undefined && tower === undefined) {
    throw new UsageError(`--tower takes ${towers.join(' or ')}; "${flags.tower}" is not one of them.`);
  }
  return {
    ...(flags.device === undefined ? {} : { device: flags.device }),
    ...(flags.precision === undefined ? {} : { precision: flags.precision }),
    ...(tower === undefined ? {} : { tower }),
    ...(flags.threads === undefined
      ? {}
      : { threads: parseInteger('--threads', flags.threads, { min: 1, max: 256 }) }),
    ...readPictureOptions(flags),
  };
}

/** The options that say how pictures are read, and what they mean for the engine. Opens none. */
import type { Command } from 'commander';
import { z } from 'zod';
import type { EngineOptions } from '../engine.ts';
import { UsageError } from './usage-error.ts';

export const pictureFields = { imageBackend: z.string().optional() };
export type PictureFlags = z.infer<z.ZodObject<typeof pictureFields>>;

const backendSchema = z.enum(['torchvision', 'pil']);

export function addPictureOptions(command: Command): Command {
  return command
    .optionsGroup('Picture options:')
    .option(
      '--image-backend <name>',
      `whose resizing to reproduce: ${backendSchema.options.join(' or ')} (default: torchvision, as transformers 5)`,
    );
}

/** Throws UsageError. */
export function readPictureOptions({ imageBackend }: PictureFlags): Pick<EngineOptions, 'imageBackend'> {
  if (imageBackend === undefined) return {};
  const { data } = backendSchema.safeParse(imageBackend);
  if (data !== undefined) return { imageBackend: data };
  throw new UsageError(
    `--image-backend takes ${backendSchema.options.join(' or ')}; "${imageBackend}" is neither of them.`,
  );
}

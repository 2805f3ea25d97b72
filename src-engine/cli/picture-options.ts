/** The options that say how pictures are read, and what they mean for the engine. Opens none. */
import type { Command } from 'commander';
import { z } from 'zod';
import type { EngineOptions } from '../engine.ts';
import { UsageError } from './usage-error.ts';

export const pictureFields = { imageBackend: z.string().optional(), imageRoute: z.string().optional() };
export type PictureFlags = z.infer<z.ZodObject<typeof pictureFields>>;

const backendSchema = z.enum(['torchvision', 'pil', 'pil-12']);
const routeSchema = z.enum(['path', 'object']);

export function addPictureOptions(command: Command): Command {
  return command
    .optionsGroup('Picture options:')
    .option(
      '--image-backend <name>',
      'whose resizing to reproduce: torchvision (default, as in transformers 5), pil (Pillow 13) or pil-12 (Pillow before 13)',
    )
    .option(
      '--image-route <name>',
      'path (default): turned by the orientation tag, transparency dropped; object: as stored, on white',
    );
}

/** Throws UsageError. */
export function readPictureOptions({
  imageBackend,
  imageRoute,
}: PictureFlags): Pick<EngineOptions, 'imageBackend' | 'imageRoute'> {
  return {
    ...(imageBackend === undefined
      ? {}
      : { imageBackend: oneOf('--image-backend', backendSchema, imageBackend) }),
    ...(imageRoute === undefined ? {} : { imageRoute: oneOf('--image-route', routeSchema, imageRoute) }),
  };
}

function oneOf<Name extends string>(
  option: string,
  schema: z.ZodType<Name> & { readonly options: readonly Name[] },
  given: string,
): Name {
  const { data } = schema.safeParse(given);
  if (data !== undefined) return data;
  throw new UsageError(
    `${option} takes ${schema.options.slice(0, -1).join(', ')} or ${schema.options.at(-1)}; "${given}" is none of them.`,
  );
}

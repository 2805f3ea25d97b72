/** A channel file (`latest-linux.yml`): the newest version and its installers. Taken apart and checked; who wrote it is signature.ts's question. */
import { CORE_SCHEMA, load } from 'js-yaml';
import { z } from 'zod';

const largestInstaller = 4 * 1024 ** 3; // bytes

const versionSchema = z.string().regex(/^(?:0|[1-9]\d{0,5})\.(?:0|[1-9]\d{0,5})\.(?:0|[1-9]\d{0,5})$/);

const installerSchema = z.object({
  /** A file beside the channel file: no path, no other host. */
  url: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,150}$/),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  size: z.int().min(1).max(largestInstaller),
});

/** Fields beyond these are dropped: nothing of them is believed. */
export const channelSchema = z.object({
  version: versionSchema,
  files: z.array(installerSchema).min(1).max(20),
});

export type Installer = z.infer<typeof installerSchema>;
export type Channel = z.infer<typeof channelSchema>;

export type ReadChannel =
  { readonly kind: 'channel'; readonly channel: Channel } | { readonly kind: 'malformed' };

export function readChannel(text: string): ReadChannel {
  try {
    const parsed = channelSchema.safeParse(load(text, { schema: CORE_SCHEMA }));
    return parsed.success ? { kind: 'channel', channel: parsed.data } : { kind: 'malformed' };
  } catch {
    return { kind: 'malformed' };
  }
}

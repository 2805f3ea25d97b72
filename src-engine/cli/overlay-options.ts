/** Flags of the commands that write the picture of merged tokens. */
import type { Command } from 'commander';
import { z } from 'zod';
import { overlayMode, overlayNames, type OverlayName } from '../overlay/modes.ts';
import { checkFigurePath } from './output-path.ts';
import { UsageError } from './usage-error.ts';

export const overlayFields = { overlay: z.string().optional(), overlayMode: z.string().optional() };

export interface OverlayFlags {
  readonly overlay?: string | undefined;
  readonly overlayMode?: string | undefined;
}

export interface WantedOverlay {
  readonly path: string;
  readonly mode: OverlayName;
}

export function addOverlayOptions(command: Command): Command {
  return command
    .option('--overlay <file>', 'write the picture of merged tokens, .png or .svg')
    .option('--overlay-mode <name>', `how it is drawn: ${overlayNames.join(', ')} (default: outlines)`);
}

/** Undefined where no picture is wanted. Throws UsageError for a mode that is none. */
export async function readOverlay({
  overlay,
  overlayMode: wanted = 'outlines',
}: OverlayFlags): Promise<WantedOverlay | undefined> {
  const mode = overlayNames.find((name) => name === wanted);
  if (mode === undefined) {
    throw new UsageError(
      `--overlay-mode takes one of ${overlayNames.join(', ')}, and "${wanted}" is not one.`,
    );
  }
  if (overlay !== undefined) return { path: await checkFigurePath(overlay), mode };
  if (wanted === 'outlines') return undefined;
  throw new UsageError(
    `--overlay-mode ${wanted} (${overlayMode(mode).what.toLowerCase()}) belongs to --overlay FILE; give both.`,
  );
}

/** `dymu encode`: one image through the vision encoder. */
import { Command } from 'commander';
import { z } from 'zod';
import type { EncodedView, Encoding, PictureRole } from '../engine.ts';
import { formatMs, formatPercent } from '../report/units.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { encodeDocument } from './documents.ts';
import { readImages, readOneImage } from './image-options.ts';
import { addMergeOptions, mergeFields, readReduction } from './merge-options.ts';
import { checkOutputPath } from './output-path.ts';
import { addOverlayOptions, overlayFields, readOverlay } from './overlay-options.ts';
import { needsScores, saveOverlay } from './overlay.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { regionsTable } from './region-words.ts';
import { createReporter } from './reporter.ts';
import { needCalibration, withModel } from './session.ts';
import { table } from './table.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  ...mergeFields,
  as: z.string().optional(),
  image: z.array(z.string()).optional(),
  pixelValues: z.string().optional(),
  saveFeatures: z.string().optional(),
  ...overlayFields,
});

export function encodeCommand(context: CliContext): Command {
  const command = new Command('encode')
    .description('Encode an image and show how its tokens merge')
    .option('--image <file...>', 'the image; with --as frame the frames that are one view')
    .option('--pixel-values <file>', 'safetensors with "pixel_values"; skips preprocessing')
    .option('--as <role>', "what it is cut as: alone (default), one of several images, or a video's frame")
    .option(
      '--save-features <file>',
      'write pixel_values, features, projected, owner and size as safetensors',
    )
    .action(async (raw: unknown) => encode(context, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(addMergeOptions(addOverlayOptions(command))));
}

async function encode(context: CliContext, flags: z.infer<typeof flagsSchema>): Promise<void> {
  const role = readRole(flags.as);
  const [image, ...laterFrames] = role === 'frame' ? readImages(flags) : [readOneImage(flags, 'encode')];
  const reduction = await readReduction(flags);
  const saveFeatures =
    flags.saveFeatures === undefined ? undefined : await checkOutputPath(flags.saveFeatures);
  const overlay = await readOverlay(flags);
  const reporter = createReporter(context, flags);

  await withModel(context, flags, reporter, async ({ engine, info, call }) => {
    needCalibration([reduction], info);
    const encoding = await engine.encode(
      {
        image,
        reduction,
        ...(role === undefined ? {} : { role }),
        ...(laterFrames.length === 0 ? {} : { laterFrames }),
        ...(needsScores(overlay) ? { scores: true } : {}),
      },
      { ...call, ...(saveFeatures === undefined ? {} : { saveFeatures }) },
    );
    if (overlay !== undefined) await saveOverlay({ engine, call, image, encoding, reduction, overlay });
    reporter.document(encodeDocument(encoding, { reduction, info }));
    reporter.result(encodingInWords(encoding));
    for (const note of encoding.notes ?? []) reporter.say(note);
    if (saveFeatures !== undefined) reporter.say(`Features written to ${saveFeatures}.`);
    if (overlay !== undefined) reporter.say(`Overlay written to ${overlay.path}.`);
  });
}

const roleSchema = z.enum(['alone', 'several', 'frame']);

function readRole(given: string | undefined): PictureRole | undefined {
  if (given === undefined) return undefined;
  const { data } = roleSchema.safeParse(given);
  if (data !== undefined) return data;
  throw new UsageError(`--as takes ${roleSchema.options.join(', ')}; "${given}" is none of them.`);
}

/** Tokens after every layer, then the sum. A layer without a threshold (ToMe) shows none. */
export function encodingInWords(encoding: Encoding): string {
  const views = encoding.views.map((view, index) => {
    const [rows, columns] = view.grid;
    const patches = rows * columns;
    const lines = view.countsPerLayer.map((tokens, layer) => {
      const before = layer === 0 ? patches : (view.countsPerLayer[layer - 1] ?? patches);
      const threshold = view.thresholds[layer];
      const shown = threshold === undefined ? '' : threshold >= 1 ? 'off' : threshold.toFixed(4);
      return [String(layer + 1), String(tokens), String(before - tokens), shown];
    });
    const head = ['layer', 'tokens', 'merged', 'threshold'];
    const regions = regionsTable(view.regions ?? [], patches);
    const title =
      encoding.views.length > 1
        ? `View ${index + 1}${view.name === undefined ? '' : `, ${view.name}`}\n`
        : '';
    return title + table([head, ...lines], ['right', 'right', 'right', 'right']) + regions;
  });
  const { tokens, fullTokens, target, timings, frames } = encoding;
  const sum = (of: (view: EncodedView) => number | undefined) =>
    encoding.views.reduce((all, view) => all + (of(view) ?? 0), 0);
  const cells = sum((view) => view.cells);
  // Methods that act on rows count them, one a cell where nothing is reduced.
  const unit = cells === fullTokens ? 'rows' : 'tokens';
  const read = cells === 0 || unit === 'rows' ? '' : `, ${sum((view) => view.rows)} rows for ${cells} cells`;
  const wanted = target === null ? '' : `target average ${target.toFixed(0)}, this image `;
  const span = frames === undefined || frames < 2 ? [] : [`${frames} frames are one view`];
  return [
    ...views,
    ...span,
    `${encoding.model}: ${wanted}${tokens} of ${fullTokens} ${unit} (${formatPercent(tokens / fullTokens)})${read} on ${encoding.device}, ${encoding.precision}`,
    `preprocess ${formatMs(timings.preprocessMs)}, encode ${formatMs(timings.encodeMs)}, project ${formatMs(timings.projectMs)}`,
  ].join('\n');
}

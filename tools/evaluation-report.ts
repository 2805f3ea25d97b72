/**
 * What stands in docs/results.md about an evaluation, from the file that `dymu eval --out F.json` wrote: the tables as Markdown, accuracy by a
 * field of the data, and how token counts follow JPEG bytes per pixel. Asks no model.
 * Run: npx tsx tools/evaluation-report.ts F.json [--by style]
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { readOptions } from './read-options.ts';

const { values, positionals } = readOptions({ allowPositionals: true, options: { by: { type: 'string' } } });

const interval = z.tuple([z.number(), z.number()]);
const evaluationSchema = z.object({
  format: z.literal('dymu-evaluation'),
  version: z.literal(1),
  data: z.string(),
  rows: z.array(
    z.object({
      mode: z.string(),
      accuracy: z.number(),
      ci: interval,
      retention: z.number().nullable(),
      difference: z.object({ value: z.number(), ci: interval }).nullable(),
      tokens: z.object({ mean: z.number(), std: z.number() }),
      byKind: z.record(z.string(), z.number()),
    }),
  ),
  details: z.array(
    z.object({
      image: z.string(),
      question: z.string(),
      given: z.array(z.object({ tokens: z.number(), score: z.number() })),
    }),
  ),
});

/** As in the complexity figure of the paper; the quality that its bytes are measured at is ours. */
const jpegQuality = 85;

async function bytesPerPixel(file: string): Promise<number> {
  const { data, info } = await sharp(file)
    .jpeg({ quality: jpegQuality })
    .toBuffer({ resolveWithObject: true });
  return data.byteLength / (info.width * info.height);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = a.reduce((sum, x, i) => sum + (x - ma) * ((b[i] ?? 0) - mb), 0);
  const spread = (list: readonly number[], m: number): number =>
    Math.sqrt(list.reduce((sum, x) => sum + (x - m) ** 2, 0));
  return product / (spread(a, ma) * spread(b, mb));
}

const percent = (value: number): string => (100 * value).toFixed(1);
const signed = (value: number): string => `${value > 0 ? '+' : ''}${percent(value)}`;

function markdown(head: readonly string[], lines: readonly (readonly string[])[]): void {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  console.log([row(head), row(head.map(() => '---')), ...lines.map(row), ''].join('\n'));
}

const evaluation = evaluationSchema.parse(JSON.parse(readFileSync(positionals[0] ?? '', 'utf8')));
const { rows, details, data } = evaluation;
const images = [...new Map(details.map(({ image, given }) => [image, given])).entries()];

markdown(
  ['mode', 'tokens', 'exact answers, %', 'retention, %', 'difference, points'],
  rows.map(({ mode, tokens, accuracy, ci, retention, difference }) => [
    `\`${mode}\``,
    `${tokens.mean.toFixed(1)} ± ${tokens.std.toFixed(1)}`,
    `${percent(accuracy)} (${percent(ci[0])} to ${percent(ci[1])})`,
    retention === null ? '' : percent(retention),
    difference === null || mode === 'full'
      ? ''
      : `${signed(difference.value)} (${signed(difference.ci[0])} to ${signed(difference.ci[1])})`,
  ]),
);

const kinds = Object.keys(rows[0]?.byKind ?? {});
markdown(
  ['mode', ...kinds],
  rows.map(({ mode, byKind }) => [
    `\`${mode}\``,
    ...kinds.map((kind) => percent(byKind[kind] ?? Number.NaN)),
  ]),
);

const { by } = values;
if (by !== undefined) {
  const lineSchema = z.looseObject({ image: z.string(), [by]: z.string() });
  const groupOf = new Map(
    readFileSync(data, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => lineSchema.parse(JSON.parse(line)))
      .map((line) => [line.image, String(line[by])]),
  );
  const groups = [...new Set(details.map(({ image }) => groupOf.get(image) ?? ''))];
  const share = (group: string, mode: number): string => {
    const scores = details.flatMap(({ image, given }) =>
      groupOf.get(image) === group ? [given[mode]?.score ?? Number.NaN] : [],
    );
    return percent(scores.reduce((sum, score) => sum + score, 0) / scores.length);
  };
  markdown(
    ['mode', ...groups],
    rows.map(({ mode }, index) => [`\`${mode}\``, ...groups.map((group) => share(group, index))]),
  );
}

const bytes: number[] = [];
for (const [image] of images) bytes.push(await bytesPerPixel(path.resolve(path.dirname(data), image)));
markdown(
  ['mode', 'fewest to most tokens', 'correlation with JPEG bytes per pixel'],
  rows.flatMap(({ mode, tokens }, index) => {
    if (tokens.std === 0) return [];
    const counts = images.map(([, given]) => given[index]?.tokens ?? Number.NaN);
    const range = `${String(Math.min(...counts))} to ${String(Math.max(...counts))}`;
    return [[`\`${mode}\``, range, correlation(counts, bytes).toFixed(3)]];
  }),
);

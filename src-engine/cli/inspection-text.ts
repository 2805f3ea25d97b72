/** What `dymu inspect` found, in words. Pure. */
import type { Inspection, MemoryNeeds } from '../engine.ts';
import { generationWords } from '../report/decoding-words.ts';
import { formatBytes, formatCount } from '../report/units.ts';
import { table } from './table.ts';

type Facts = Inspection['vision'];

/** "layers 6, width 64": for models that do not open, under the names of their own config. */
function list(facts: Facts): string {
  const words = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`);
  return words.length === 0 ? 'unknown' : words.join(', ');
}

/** The facts that are there, each in its words. */
function phrase(
  facts: Facts,
  words: readonly (readonly [string, (value: string | number | boolean) => string])[],
): string {
  const found = words.flatMap(([name, say]) => {
    const value = facts[name];
    return value === undefined ? [] : [say(value)];
  });
  return found.filter((part) => part !== '').join(', ');
}

function encoder({ vision, tokensPerView, cellsPerView }: Inspection): string {
  const { layers, executedLayers: run } = vision;
  const all = run === undefined || run === layers ? '' : ` (${String(run)} run)`;
  return phrase({ ...vision, tokensPerView, ...(cellsPerView === undefined ? {} : { cellsPerView }) }, [
    ['layers', (value) => `${String(value)} layers${all}`],
    ['width', (value) => `width ${String(value)}`],
    ['tokensPerView', (value) => `${String(value)} tokens per view`],
    ['cellsPerView', (value) => `${String(value)} cells, each a square of patches`],
    ['imageSize', (value) => `${String(value)} px`],
    ['anyShape', () => 'of its own square, but pictures keep their shape'],
    ['classToken', (value) => (value === true ? 'class token' : '')],
    ['weights', String],
  ]);
}

function languageModel({ text }: Inspection): string {
  const { heads, kvHeads } = text;
  const shared =
    kvHeads === undefined || kvHeads === heads ? '' : ` (${String(kvHeads)} for keys and values)`;
  return phrase(text, [
    ['type', String],
    ['name', String],
    ['layers', (value) => `${String(value)} layers`],
    ['width', (value) => `width ${String(value)}`],
    ['heads', (value) => `${String(value)} heads${shared}`],
    ['maxPositions', (value) => `${String(value)} positions`],
    ['ropeScaling', (value) => `positions stretched (${String(value)})`],
    ['window', (value) => `a window of ${String(value)}`],
    ['vocabulary', (value) => `vocabulary ${String(value)}`],
    ['weights', String],
  ]);
}

function verdict({ supported, reason, memory }: Inspection): string {
  if (!supported) return `no: ${reason ?? 'not supported'}`;
  if (memory === undefined || memory.fits === 'yes') return 'yes';
  const sizes = `${memory.precision} needs about ${formatBytes(memory.needed)}`;
  return memory.fits === 'tight'
    ? `only when other programs make room: ${sizes} and ${formatBytes(memory.available)} are free`
    : `no: ${sizes} and this computer has at most ${formatBytes(memory.total)}; try a lower --precision`;
}

function memoryRow({ precision, needed, largest, available }: MemoryNeeds): string {
  const more = largest > needed ? ` (${formatBytes(largest)} for the largest pictures)` : '';
  return `about ${formatBytes(needed)} needed in ${precision}${more}, ${formatBytes(available)} free`;
}

/** What can merge: tokens in the encoder, and rows behind it where squares of patches are joined. */
function mergingRow({ encoder: tokens, rows, reason }: NonNullable<Inspection['steps']>): string {
  const parts = [
    ...(tokens ? ['tokens in the encoder'] : []),
    ...(rows ? ['rows of the language model (--method rows, ours)'] : []),
  ];
  const why = reason !== undefined && !tokens ? `not in the encoder: ${reason}` : reason;
  return [parts.join(', '), ...(why === undefined ? [] : [why])].join('; ');
}

function calibrationRow(calibration: NonNullable<Inspection['calibration']> | null): string {
  if (calibration === null) return 'none; "dymu calibrate" makes one';
  const { file, images, points } = calibration;
  return `${file} (${formatCount(images)} images, ${String(points)} points)`;
}

export function inspectionInWords(inspection: Inspection): string {
  const { supported, family, parameters, bytes, memory, steps, calibration, published, notes, generation } =
    inspection;
  const weights = Object.entries(bytes).map(([precision, size]) => `${precision} ${formatBytes(size)}`);
  const chosen = generation && generationWords(generation);
  return table([
    ['family', family],
    ['runs here', verdict(inspection)],
    ['encoder', supported ? encoder(inspection) : list(inspection.vision)],
    ['language model', supported ? languageModel(inspection) || 'none' : list(inspection.text)],
    // Weights that could not be looked at: the verdict says why.
    ['parameters', parameters === 0 ? 'unknown' : formatCount(parameters)],
    ['weights', parameters === 0 ? 'unknown' : weights.join(', ')],
    ...(supported && steps !== undefined ? [['merging', mergingRow(steps)]] : []),
    ...(memory === undefined ? [] : [['memory', memoryRow(memory)]]),
    ...(calibration === undefined ? [] : [['calibration', calibrationRow(calibration)]]),
    ...(published === undefined
      ? []
      : [['published', `${published.name}: use --thresholds ${published.file}`]]),
    ...(chosen === undefined ? [] : [['tokens chosen', chosen]]),
    ...notes.map((note) => ['note', note]),
  ]);
}

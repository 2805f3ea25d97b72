/** One run of one variant: the views of the picture through encoder and projector, then a prompt and some tokens through the language model. */
import type { ConnectedView } from '../connectors/connector.ts';
import { promptPlaces } from '../inference/read-visuals.ts';
import { prefillInput } from '../inference/prompt-rows.ts';
import type { Pace } from '../inference/pace.ts';
import type { TowerRun, VisionTower } from '../inference/vision-tower.ts';
import { placeLengths } from '../inference/visual-input.ts';
import type { VisualInput } from '../inference/visual-input.ts';
import type { PromptPlan } from '../language/prompt.ts';
import type { Loaded } from './loaded.ts';
import type { Variant } from './variants.ts';

export interface EncodedRun {
  readonly encodeMs: number; // of all views
  readonly projectMs: number;
  readonly tokens: number; // over all views
  readonly rows: number; // of the language model, over all views
  readonly connected: readonly ConnectedView[];
  /** Processors that this process kept busy while it encoded. */
  readonly busy: number;
}

export interface LanguageRun {
  readonly prefillMs: number;
  readonly stepMs: readonly number[]; // of every token after the first
  readonly rows: number; // unique, n
  readonly positions: number; // N
}

/** Text around the image, in tokens: a short system text, a question. */
const textBefore = 35;
const textAfter = 29;
/** Tokens after the first. */
const decodedTokens = 8;

/** Times are taken around native runs alone: what waits for its turn between two of them is in none. */
export async function encodeViews(
  tower: VisionTower,
  run: TowerRun,
  views: VisualInput['images'][number]['views'],
  pace: Pace,
): Promise<EncodedRun> {
  const connected: ConnectedView[] = [];
  let [encodeMs, projectMs, tokens, processorMs] = [0, 0, 0, 0];
  for (const { pixels } of views) {
    await pace.next();
    const before = process.cpuUsage();
    const started = performance.now();
    const output = await run.encode(pixels);
    const encoded = performance.now();
    const used = process.cpuUsage(before);
    connected.push(await tower.connect(output));
    projectMs += performance.now() - encoded;
    encodeMs += encoded - started;
    processorMs += (used.user + used.system) / 1000;
    tokens += output.tokens;
  }
  const rows = connected.reduce((sum, view) => sum + view.rows, 0);
  return { encodeMs, projectMs, tokens, rows, connected, busy: processorMs / encodeMs };
}

export async function readAndWrite(
  { spec, language, newline }: Loaded,
  variant: Variant,
  input: VisualInput,
  { connected }: EncodedRun,
  pace: Pace,
): Promise<LanguageRun | undefined> {
  if (language === undefined) return undefined;
  const prompt = promptAround(placeLengths([input]), spec.text.vocabulary);
  const places = promptPlaces(spec, input, [{ connected }], variant.kind === 'plain');
  const generation = language.start({ positions: prompt.positions + decodedTokens }); // nothing is reused
  const stepMs: number[] = [];
  try {
    await pace.next();
    const started = performance.now();
    const rows = prefillInput(prompt, places, newline, true);
    await generation.prefill(rows);
    const prefillMs = performance.now() - started;
    for (let step = 0; step < decodedTokens; step += 1) {
      await pace.next();
      const begun = performance.now();
      await generation.step(tokenAt(step, spec.text.vocabulary));
      stepMs.push(performance.now() - begun);
    }
    return { prefillMs, stepMs, rows: rows.inverseCount.length, positions: rows.u.length };
  } finally {
    generation.end();
  }
}

function promptAround(lengths: readonly number[], vocabulary: number): PromptPlan {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => tokenAt(index, vocabulary));
  return {
    segments: [
      { kind: 'text', ids: ids(textBefore) },
      ...lengths.map((length, index) => ({ kind: 'image', index, length }) as const),
      { kind: 'text', ids: ids(textAfter) },
    ],
    positions: textBefore + lengths.reduce((sum, length) => sum + length, 0) + textAfter,
    text: '',
    notes: [],
  };
}

/** Any token will do; each another one, so that every look-up is one of its own. */
const tokenAt = (index: number, vocabulary: number): number => (7919 * (index + 1)) % vocabulary;

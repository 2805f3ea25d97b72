/** What `dymu sweep` is asked, from its flags: one question about one picture or video, budgets, methods. Opens no image. */
import type { ModelInfo, SweepBudget, SweepMethod, SweepRequest } from '../engine.ts';
import { methodNames, methods } from '../reduction/methods.ts';
import { readFrames, refuseFramesBeside } from './frames.ts';
import { readOneImage } from './image-options.ts';
import { parseInteger } from './numbers.ts';
import { UsageError } from './usage-error.ts';

export interface SweepFlags {
  readonly image?: readonly string[] | undefined;
  readonly frames?: readonly string[] | undefined;
  readonly prompt?: string | undefined;
  readonly budgets?: string | undefined;
  readonly methods?: string | undefined;
  readonly maxNewTokens?: string | undefined;
}

export const usualBudgets = ['75%', '60%', '45%', '35%', '25%', '15%', '10%'];
const mostBudgets = 50;
export const sweepMethods = methodNames.filter((name) => name !== 'none');

/** All but the budgets where none are named: those hang on what the model's calibration reaches. Throws UsageError. */
export async function readSweep(flags: SweepFlags): Promise<(info: ModelInfo) => SweepRequest> {
  refuseFramesBeside(flags);
  const about = await readAbout(flags);
  const { prompt, maxNewTokens } = flags;
  if (prompt === undefined || prompt.trim() === '')
    throw new UsageError('Give a question with --prompt TEXT.');
  const asked = readMethods(flags.methods);
  const budgets = flags.budgets === undefined ? undefined : readBudgets(flags.budgets);
  const longest =
    maxNewTokens === undefined
      ? {}
      : { maxNewTokens: parseInteger('--max-new-tokens', maxNewTokens, { min: 1, max: 1_000_000 }) };
  return (info) => ({
    ...about,
    question: prompt,
    budgets: budgets ?? usualFor(info, asked),
    methods: asked,
    ...longest,
  });
}

async function readAbout(flags: SweepFlags): Promise<Pick<SweepRequest, 'image' | 'laterFrames'>> {
  if (flags.frames === undefined) return { image: readOneImage(flags, 'sweep') };
  const [image, ...laterFrames] = await readFrames(flags.frames);
  if (image === undefined) throw new UsageError('Give the frames of a video with --frames.');
  return { image, laterFrames };
}

function readMethods(text = 'dymu'): readonly SweepMethod[] {
  const names = text.split(',').map((name) => name.trim());
  const chosen = names.map((name) => {
    const method = sweepMethods.find((one) => one === name);
    if (method !== undefined) return method;
    throw new UsageError(
      `--methods takes a list of ${sweepMethods.join(', ')}; "${name}" is not one of them.`,
    );
  });
  return sweepMethods.filter((method) => chosen.includes(method));
}

function readBudgets(text: string): readonly SweepBudget[] {
  const words = [...new Set(text.split(',').map((word) => word.trim()))];
  if (words.length > mostBudgets) {
    throw new UsageError(`--budgets takes up to ${mostBudgets} budgets, and ${words.length} were given.`);
  }
  return words.map((word) => {
    const request = methods.dymu.fromMode(word);
    if (request !== undefined) return { words: word, request };
    throw new UsageError(
      `--budgets takes averages such as 90, 35% or low, separated by commas; "${word}" is none.`,
    );
  });
}

/** All of them where the calibration reaches none: whoever answers says why that cannot be. */
function usualFor(info: ModelInfo, asked: readonly SweepMethod[]): readonly SweepBudget[] {
  const usual = readBudgets(usualBudgets.join(','));
  const reached = usual.filter((budget) => reaches(info, budget, asked));
  return reached.length === 0 ? usual : reached;
}

/** Whether the calibration reaches so low; what was named by the user is asked for in any case, and said to be out of reach. */
function reaches(
  { calibration, tokensPerView, cellsPerView = tokensPerView }: ModelInfo,
  { request: { budget } }: SweepBudget,
  asked: readonly SweepMethod[],
): boolean {
  if (calibration === null || budget.kind !== 'share') return true;
  // Where rows alone are swept, the encoder's thresholds are asked for nothing.
  const { rows } = calibration;
  if (rows !== undefined && asked.every((method) => methods[method].counts === 'rows'))
    return budget.share * cellsPerView >= Math.max(1, rows.range[0]);
  return budget.share * tokensPerView >= calibration.range[0];
}

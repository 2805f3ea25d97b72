/** Regions beyond the picture: files of them, and the answer with as many tokens spread evenly. */
import { EngineError } from '../../../src-engine/errors.ts';
import {
  mostRegionBytes,
  regionsFile,
  regionsFileSchema,
} from '../../../src-engine/reduction/steering/file.ts';
import { requireMasksOf } from '../../../src-engine/reduction/steering/regions.ts';
import { answerEvenly, isSteered } from '../../../src-engine/report/even-answer.ts';
import { readAs } from '../../state/reading.ts';
import { replaceRegions } from '../../state/regions/acts.ts';
import { tokensOf } from '../../state/regions/budgets.ts';
import { selectSteeredAnswer, whyNotEven } from '../../state/regions/even.ts';
import type { Even } from '../../state/regions/even-slice.ts';
import { ownRegions } from '../../state/regions/list.ts';
import { selectPictureSize } from '../../state/regions/selectors.ts';
import { selectImage, selectModelInfo } from '../../state/selectors.ts';
import { answerRequest } from '../answer-request.ts';
import type { Deps } from '../deps.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';

export interface RegionSession {
  /** Takes the regions of a file for those of the selected picture; says in one sentence why it cannot. */
  readonly take: (file: File) => Promise<void>;
  /** Those of the selected picture, as the command line reads them; null without any. */
  readonly text: () => string | null;
  /** Answers the question on screen once more, without regions, with as many tokens. */
  readonly compareEvenly: () => Promise<void>;
}

export function createRegionSession({ store, link, traffic, activities }: Deps): RegionSession {
  async function take(file: File): Promise<void> {
    const refuse = (why: string) =>
      store
        .getState()
        .notify('error', `${file.name} ${why}; give a file of regions, as they are saved here.`);
    if (file.size > mostRegionBytes) {
      refuse('is too large');
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(await file.text());
    } catch {
      refuse('is not valid JSON');
      return;
    }
    const parsed = regionsFileSchema.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
      refuse(`is no file of regions (${field}${issue?.message ?? 'unknown'})`);
      return;
    }
    const { regions } = parsed.data;
    const size = selectPictureSize(store.getState());
    if (size === null) return;
    try {
      requireMasksOf(regions, size);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      store.getState().notify('error', `${file.name}: ${sentenceOf(error).text}`);
      return;
    }
    replaceRegions(store, regions);
  }

  function text(): string | null {
    const { choices } = store.getState();
    const info = selectModelInfo(store.getState());
    const regions = ownRegions(choices.regions, choices.selected);
    if (regions.length === 0 || info === null) return null;
    return regionsFile(regions, (preset) => tokensOf(preset, info));
  }

  async function compareEvenly(): Promise<void> {
    const state = store.getState();
    const image = selectImage(state);
    const info = selectModelInfo(state);
    const steered = selectSteeredAnswer(state);
    const engine = link.ready;
    const reason = whyNotEven(state);
    if (reason !== null || image === null || info === null || steered === null || engine === null) {
      state.notify('info', reason ?? 'No model is ready yet; try again when the status line says so.');
      return;
    }
    const request = answerRequest([image.source], steered.asked);
    const { reduction } = request;
    if (!isSteered(reduction)) return;
    const stop = new AbortController();
    const leave = traffic.enter();
    const activity = activities.begin('Answering with as many tokens spread evenly', () => stop.abort());
    const set = (even: Even) => store.getState().setEven(image.id, even);
    set({ kind: 'running', steered });
    try {
      const picture = readAs(image.source, steered.asked.reading ?? {});
      const call = { signal: stop.signal };
      const { visualTokens } = steered.result;
      const even = await answerEvenly(
        { engine, call, info },
        { ...request, reduction },
        picture,
        visualTokens,
      );
      set(
        even === undefined
          ? { kind: 'failed', steered, message: 'This model has no calibration.' }
          : { kind: 'done', steered, even },
      );
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) set({ kind: 'stopped', steered });
      else set({ kind: 'failed', steered, message: sentenceOf(error).text });
    } finally {
      activity.end();
      leave();
    }
  }

  return { take, text, compareEvenly };
}

/** The recorded first start on screen: at once, before there is an engine, until this computer's own results take its place. Asks no engine. */
import type { ModelSource } from '../../src-engine/engine.ts';
import type { Recording } from '../../src-engine/bundled/first-start-file.ts';
import type { FirstStart } from '../../src-engine/bundled/first-start.ts';
import { idlePair, reductionKey, type PaneName, type RecordedRun } from '../state/run.ts';
import { selectShown } from '../state/selectors.ts';
import type { Deps } from './deps.ts';
import { decodePicture, toThumbnail, type PictureLoop } from './pictures.ts';

export interface Recorded {
  /** Shows what the embedded model once made of the shelf's first image. Where there is no recording, or no use for it, nothing happens. */
  readonly show: (imageId: string, embedded: ModelSource) => Promise<void>;
  /** This computer is not, or no longer, about to answer the same. */
  readonly settle: () => void;
}

const panes: readonly PaneName[] = ['full', 'merged'];

export function createRecorded({ store, bridge }: Deps, pictures: PictureLoop): Recorded {
  let settled = false;

  async function show(imageId: string, embedded: ModelSource): Promise<void> {
    try {
      const first = await bridge.firstStart();
      if (first === null) return;
      await showPicture(imageId, first);
      if (settled) return;
      showEncoding(imageId, first.recording);
      showAnswers(imageId, first.recording, embedded);
    } catch {
      // A start without a recording is a start like any other.
    }
  }

  /** First of all: on a picture that is not there, groups cannot be painted. */
  async function showPicture(imageId: string, { recording, picture }: FirstStart): Promise<void> {
    const { source } = recording.encoding;
    const decoded = await decodePicture(picture, source);
    const { picture: now, images, setThumbnail } = store.getState();
    if (images.some(({ id, thumbnail }) => id === imageId && thumbnail.kind === 'waiting')) {
      setThumbnail(imageId, toThumbnail({ png: picture, ...source }, ''));
    }
    if (now.kind === 'ready' && now.imageId === imageId) decoded.bitmap.close();
    else pictures.put(imageId, decoded);
  }

  function showEncoding(imageId: string, { encoding, reduction }: Recording): void {
    const state = store.getState();
    if (state.choices.selected !== imageId || selectShown(state) !== null) return;
    state.setShown({ kind: 'recorded', imageId, reading: '', key: reductionKey(reduction), encoding });
  }

  /** Both or none. */
  function showAnswers(imageId: string, recording: Recording, embedded: ModelSource): void {
    const { answers, setRun } = store.getState();
    const pair = answers[imageId] ?? idlePair;
    if (panes.some((pane) => pair[pane].kind !== 'idle')) return;
    for (const pane of panes) setRun(imageId, pane, runOf(pane, recording, embedded));
  }

  function settle(): void {
    settled = true;
    const { answers, setRun } = store.getState();
    for (const [imageId, pair] of Object.entries(answers)) {
      for (const pane of panes) {
        const run = pair[pane];
        if (run.kind === 'recorded' && run.awaited) setRun(imageId, pane, { ...run, awaited: false });
      }
    }
  }

  return { show, settle };
}

function runOf(pane: PaneName, recording: Recording, embedded: ModelSource): RecordedRun {
  const { question, reduction, virtualUnmerging, machine, answers } = recording;
  return {
    kind: 'recorded',
    asked: {
      model: embedded.directory,
      question,
      reduction: pane === 'full' ? { method: 'none' } : reduction,
      virtualUnmerging,
    },
    answer: answers[pane],
    machine,
    awaited: true,
  };
}

/** Images into the shelf: from dialogs, drops, the clipboard and the operating system. What cannot be opened becomes one sentence. */
import type { OpenedImage } from '../../electron/bridge.ts';
import type { ImageSource } from '../../src-engine/engine.ts';
import { readAs, readingKey, readingOf } from '../state/reading.ts';
import { refusedWords } from '../words/shelf-words.ts';
import type { Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';
import { thumbnailSide, toThumbnail } from './pictures.ts';

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly source: ImageSource;
}

/** Why one could not be opened. */
interface Refused {
  readonly name: string;
  readonly text: string;
  readonly detail?: string;
}

const mostSaid = 100;

export interface ImageOpener {
  /** Looks at each; those that can be read join the shelf, the first of them is selected. */
  readonly open: (candidates: readonly Candidate[]) => Promise<void>;
}

export function createImageOpener({ store, bridge, link, traffic, activities }: Deps): ImageOpener {
  async function open(candidates: readonly Candidate[]): Promise<void> {
    if (candidates.length === 0) return;
    const engine = link.connected;
    const state = store.getState();
    if (engine === null) {
      state.notify('info', 'The engine is not running yet; open the image again in a moment.');
      return;
    }
    const stop = new AbortController();
    const activity = activities.begin(openingWords(candidates), () => stop.abort());
    const leave = traffic.enter();
    let selected = false;
    const refused: Refused[] = [];
    try {
      for (const [index, candidate] of candidates.entries()) {
        activity.update(openingWords(candidates), index, candidates.length);
        const opened = await look(candidate, stop.signal);
        if (opened === 'stopped') break;
        if (typeof opened === 'object') refused.push(opened);
        if (opened !== 'opened' || selected) continue;
        selected = true;
        store.getState().choose({ selected: candidate.id, pin: null });
      }
    } finally {
      activity.end();
      leave();
      sayRefused(refused, candidates.length);
    }
  }

  /** One sentence for a single one; of many how many and which, each one's sentence on demand. */
  function sayRefused(refused: readonly Refused[], opened: number): void {
    const { notify } = store.getState();
    const [first, ...others] = refused;
    if (first === undefined) return;
    if (others.length === 0) notify('error', first.text, { detail: first.detail });
    else {
      const detail = refused.slice(0, mostSaid).map(({ text }) => text);
      notify(
        'error',
        refusedWords(
          refused.map(({ name }) => name),
          opened,
        ),
        { detail: detail.join('\n') },
      );
    }
  }

  async function look(candidate: Candidate, signal: AbortSignal): Promise<'opened' | 'stopped' | Refused> {
    const state = store.getState();
    if (state.images.some((image) => image.id === candidate.id)) return 'opened';
    try {
      const engine = link.connected;
      if (engine === null) return 'stopped';
      const reading = readingOf(state.choices, candidate.id);
      const source = readAs(candidate.source, reading);
      const preview = await engine.preview(source, thumbnailSide, { signal });
      const thumbnail = toThumbnail(preview, readingKey(reading));
      state.addImages([{ ...candidate, kind: 'own', credit: null, questions: [], known: [], thumbnail }]);
      if (candidate.source.kind === 'file')
        void bridge.rememberImages([candidate.source.path]).catch(noMatter);
      return 'opened';
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) return 'stopped';
      return { name: candidate.name, ...sentenceOf(error) };
    }
  }

  return { open };
}

/** The list of recent files is a comfort; failing to write it must not trouble anybody. */
function noMatter(): void {}

function openingWords(candidates: readonly Candidate[]): string {
  const [first] = candidates;
  return candidates.length === 1 && first !== undefined
    ? `Opening ${first.name}`
    : `Opening ${candidates.length} images`;
}

export function fromPath({ path, name }: OpenedImage): Candidate {
  return { id: path, name, source: { kind: 'file', path } };
}

export function fromBytes(bytes: Uint8Array, name: string): Candidate {
  return { id: `${name}#${bytes.length}#${checksum(bytes)}`, name, source: { kind: 'bytes', bytes, name } };
}

/** FNV-1a: pasting the same picture twice selects it instead of opening it again. */
function checksum(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

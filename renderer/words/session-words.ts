/** What is said of session files. */
import type { ModelSource } from '../../src-engine/engine.ts';
import { stemOf } from './export-words.ts';

interface Left {
  readonly name: string;
  readonly why: string;
}

const mostNamed = 8;

/** `2 pictures are left out: a.png (its file is not there), b.png (its file has changed since).` */
export function leftWords(left: readonly Left[]): string {
  const named = left.slice(0, mostNamed).map(({ name, why }) => `${name} (${why})`);
  const more = left.length > mostNamed ? [`${left.length - mostNamed} more`] : [];
  const count = left.length === 1 ? '1 picture is' : `${left.length} pictures are`;
  return `${count} left out: ${[...named, ...more].join(', ')}.`;
}

export function missingModelWords({ directory }: Pick<ModelSource, 'directory'>): string {
  return `The model of this session (${directory}) is not to be had here: what is on screen are its answers, and the embedded model is in use for new ones. Open its folder with “Open a model folder…” to go on with it.`;
}

export function foreignWords(name: string, machine: string, date: string): string {
  return `The answers in ${name} are of another computer (${machine}), saved on ${date}. Their times are not this one's.`;
}

/** A file's name that every system takes. */
export function sessionFileName(picture: string | undefined, ending: string): string {
  const stem = stemOf(picture);
  return `${stem === '' ? 'session' : stem}.${ending}`;
}

/** `anchor – my work.dymu-session (changed) – DyMU Explorer` */
export function windowTitle(
  picture: string | undefined,
  file: { readonly name: string; readonly changed: boolean } | null,
): string {
  const session = file === null ? [] : [`${file.name}${file.changed ? ' (changed)' : ''}`];
  return [...(picture === undefined ? [] : [picture]), ...session, 'DyMU Explorer'].join(' – ');
}

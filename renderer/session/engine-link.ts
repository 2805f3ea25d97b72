/** The engine in use: a new one after every restart, none in between. Loads no model. */
import type { Engine, ImageSource } from '../../src-engine/engine.ts';
import { EngineError, sentenceFor } from '../../src-engine/errors.ts';
import { withHandles, type HandlingEngine } from './picture-handles.ts';
import { windowPhrases } from '../words/remedy-words.ts';

export interface EngineLink {
  /** The connected engine with a model in it; null until then. */
  readonly ready: Engine | null;
  /** The connected engine, with or without a model. */
  readonly connected: Engine | null;
  readonly connect: (engine: Engine) => void;
  /** @param gone only if this one is in use; whichever it is unless said */
  readonly disconnect: (gone?: Engine) => void;
  /** The picture is closed: the engine may free what it keeps of it. */
  readonly forget: (source: ImageSource) => void;
  readonly setLoaded: (loaded: boolean) => void;
  /** Fires on every change. */
  readonly listen: (listener: () => void) => () => void;
}

export function createEngineLink(): EngineLink {
  let current: HandlingEngine | null = null;
  let bare: Engine | null = null;
  let loaded = false;
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((listener) => listener());
  return {
    get ready() {
      return loaded ? (current?.engine ?? null) : null;
    },
    get connected() {
      return current?.engine ?? null;
    },
    connect: (next) => {
      current = withHandles(next);
      bare = next;
      loaded = false;
      tell();
    },
    disconnect: (gone) => {
      if (gone !== undefined && gone !== bare) return;
      current = null;
      bare = null;
      loaded = false;
      tell();
    },
    forget: (source) => current?.forget(source),
    setLoaded: (value) => {
      loaded = value;
      tell();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function wasAborted(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'aborted';
}

/** It has ended, or is about to: one that has lost its device ends itself. What there is to say the banner says. */
export function engineDied(error: unknown): boolean {
  return error instanceof EngineError && (error.code === 'engine-died' || error.code === 'device-lost');
}

/** The sentence for people. Anything but an EngineError is a defect of ours and says so. */
export function sentenceOf(error: unknown): { readonly text: string; readonly detail?: string } {
  if (error instanceof EngineError) {
    const text = sentenceFor(error, windowPhrases);
    return error.detail === undefined ? { text } : { text, detail: error.detail };
  }
  const text = 'Something went wrong inside the application; what is on screen is kept. Please try again.';
  return { text, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

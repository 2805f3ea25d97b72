/** What the window may name: paths that somebody has chosen, and places to write to, each once. Kept by the main process; touches no file. */
import { randomUUID } from 'node:crypto';
import type { WriteKind } from '../src-engine/remote/path-roles.ts';
import type { WritePlace } from './bridge.ts';
import { placeOf, rootOf } from './path-cover.ts';

export interface WriteRequest {
  readonly path: string;
  readonly what: WriteKind;
  /** Of the page that may use it: its `webContents.id`. */
  readonly window: number;
}

export interface PathGrants {
  /** A file, or a folder with all that is below it. */
  readonly allowRead: (paths: readonly string[]) => void;
  /** The root that covers the path; undefined where nobody has chosen one that does. */
  readonly rootOf: (path: string) => string | undefined;
  readonly mayRead: (path: string) => boolean;
  readonly grantWrite: (request: WriteRequest) => WritePlace;
  /** The path, once; undefined for a grant that is used up, or of another kind or window. */
  readonly claim: (grant: string, what: WriteKind, window: number) => string | undefined;
}

/** Older ones are forgotten: a page that asks and asks uses up nothing. */
const mostPending = 64;

/** @param roots readable from the start */
export function createPathGrants(roots: readonly string[]): PathGrants {
  const readable = new Set<string>();
  const pending = new Map<string, WriteRequest>();

  function allowRead(paths: readonly string[]): void {
    for (const path of paths) {
      const place = placeOf(path);
      if (place !== undefined) readable.add(place);
    }
  }
  allowRead(roots);

  return {
    allowRead,
    rootOf: (path) => rootOf(readable, path),
    mayRead: (path) => rootOf(readable, path) !== undefined,
    grantWrite: (request) => {
      const grant = randomUUID();
      pending.set(grant, request);
      const [oldest] = pending.keys();
      if (pending.size > mostPending && oldest !== undefined) pending.delete(oldest);
      return { grant, path: request.path };
    },
    claim: (grant, what, window) => {
      const request = pending.get(grant);
      if (request?.what !== what || request.window !== window) return undefined;
      pending.delete(grant);
      return request.path;
    },
  };
}

/** The rules of one window's port, in the engine process: what main has said about paths. Main alone knows; what it allowed once is kept. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PathRules } from '../src-engine/remote/path-rules.ts';
import { isHubName } from '../src-engine/remote/path-roles.ts';
import { placeOf, rootOf } from './path-cover.ts';
import { pathReplySchema, type PathQuestion, type PathReply } from './path-messages.ts';

/** Without its number. */
type Asked = PathQuestion extends infer Question
  ? Question extends PathQuestion
    ? Omit<Question, 'kind' | 'id'>
    : never
  : never;

export interface MainProcess {
  readonly ask: (question: Asked) => Promise<PathReply['found']>;
  /** Every message from main that is not a connection; others are passed over. */
  readonly receive: (message: unknown) => void;
}

export function askMain(post: (question: PathQuestion) => void): MainProcess {
  const waiting = new Map<number, (found: PathReply['found']) => void>();
  let last = 0;
  return {
    ask: (question) =>
      new Promise((settle) => {
        const id = ++last;
        waiting.set(id, settle);
        post({ kind: 'paths', id, ...question });
      }),
    receive: (message) => {
      const reply = pathReplySchema.safeParse(message);
      if (!reply.success) return;
      waiting.get(reply.data.id)?.(reply.data.found);
      waiting.delete(reply.data.id);
    },
  };
}

/** @param window whose port it is, as main calls it */
export function portRules(main: Pick<MainProcess, 'ask'>, window: number): PathRules {
  const roots = new Set<string>();
  const unknown = (paths: readonly string[]) => paths.filter((path) => rootOf(roots, path) === undefined);

  async function refusedAmong(paths: readonly string[]): Promise<string | undefined> {
    const asked = unknown(paths);
    if (asked.length === 0) return undefined;
    const found = await main.ask({ ask: 'roots', paths: asked });
    for (const root of found) if (root !== null) roots.add(root);
    return unknown(asked)[0];
  }

  return {
    refusedAmong,
    refusedList: refusedAmong,
    // What lies at a path is taken before a repository of that name.
    refusedModel: (models) =>
      refusedAmong(models.filter((model) => !isHubName(model) || existsSync(resolve(model)))),
    claim: async (grant, what) => (await main.ask({ ask: 'claim', grant, what, window }))[0] ?? undefined,
    tell: async (paths) => {
      const fresh = unknown(paths);
      if (fresh.length === 0) return;
      await main.ask({ ask: 'tell', paths: fresh });
      for (const path of fresh) {
        const place = placeOf(path);
        if (place !== undefined) roots.add(place);
      }
    },
  };
}

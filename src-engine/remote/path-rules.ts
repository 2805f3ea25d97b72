/** What a port's client may name: asked of whoever hands out the rights, before a request reaches the engine. Reads no file. */
import type { z } from 'zod';
import { EngineError } from '../errors.ts';
import { mapPaths, type WriteKind } from './path-roles.ts';

/** Who knows what the client of one port may do. */
export interface PathRules {
  /** The first of the paths that may not be read; undefined where all may. */
  readonly refusedAmong: (paths: readonly string[]) => Promise<string | undefined>;
  /** The same for what names other files in turn. */
  readonly refusedList: (paths: readonly string[]) => Promise<string | undefined>;
  /** The same for folders of models and names on the hub. */
  readonly refusedModel: (models: readonly string[]) => Promise<string | undefined>;
  /** The path that a grant stands for, once; undefined where it stands for none. */
  readonly claim: (grant: string, what: WriteKind) => Promise<string | undefined>;
  /** The engine has named these to the client, which may name them in turn from now on. */
  readonly tell: (paths: readonly string[]) => Promise<void>;
}

/**
 * The request with the places that its grants stand for.
 *
 * @throws EngineError `bad-input` where it names a path that nobody has chosen, or a grant that stands for nothing
 */
export async function withRules<Schema extends z.ZodType>(
  schema: Schema,
  request: z.infer<Schema>,
  rules: PathRules,
): Promise<z.infer<Schema>> {
  const asked = { read: new Set<string>(), list: new Set<string>(), model: new Set<string>() };
  const grants = new Map<string, WriteKind>();
  mapPaths(schema, request, (path, role) => {
    if (role.use === 'write') grants.set(path, role.what);
    else asked[role.use].add(path);
    return path;
  });
  const refused =
    (asked.read.size > 0 ? await rules.refusedAmong([...asked.read]) : undefined) ??
    (asked.list.size > 0 ? await rules.refusedList([...asked.list]) : undefined) ??
    (asked.model.size > 0 ? await rules.refusedModel([...asked.model]) : undefined);
  if (refused !== undefined) throw notChosen(refused);
  if (grants.size === 0) return request;
  const places = new Map<string, string>();
  for (const [grant, what] of grants) {
    const place = await rules.claim(grant, what);
    if (place === undefined) throw noGrant(what);
    places.set(grant, place);
  }
  return schema.parse(
    mapPaths(schema, request, (path, { use }) => (use === 'write' ? (places.get(path) ?? path) : path)),
  );
}

function notChosen(path: string): EngineError {
  return new EngineError(
    'bad-input',
    `The window may not read ${JSON.stringify(path)}, which nobody has chosen`,
    {
      remedy: 'open it by a dialog, or drop it on the window',
    },
  );
}

function noGrant(what: WriteKind): EngineError {
  return new EngineError('bad-input', `The window may not say where a ${what} is written`, {
    remedy: 'choose the place again; each choice is good for one file',
  });
}

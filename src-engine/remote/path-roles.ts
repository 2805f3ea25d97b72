/** Which strings of a request are paths, and what each is for: said where the schema is written, found again by walking along it. */
import { z } from 'zod';
import { limits } from './limits.ts';

/** What an engine writes where somebody says so: a calibration's file, a downloaded model's folder. */
export const writeKinds = ['calibration', 'model'] as const;
export type WriteKind = (typeof writeKinds)[number];

/**
 * `list`: to be read, and may name other files in turn. `model`: a folder to read, or a name on the hub. `write`: no path at all on a port, but
 * a grant of the main process.
 */
export type PathRole =
  | { readonly use: 'read' }
  | { readonly use: 'list' }
  | { readonly use: 'model' }
  | { readonly use: 'write'; readonly what: WriteKind };

const roles = z.registry<PathRole>();
const text = () => z.string().min(1).max(limits.pathLength);

/** A file or folder to be read. */
export const readPath = text().register(roles, { use: 'read' });

/** A file or folder whose contents say which other files are read: questions about pictures, a list of images. */
export const listPath = text().register(roles, { use: 'list' });

export const modelPath = text().register(roles, { use: 'model' });

/** Where something is written. A caller in the engine's own process gives a path, a window a grant. */
export function writePlace(what: WriteKind) {
  return text().register(roles, { use: 'write', what });
}

/** `org/name`: a repository that the engine looks for in the download cache. */
export function isHubName(model: string): boolean {
  return /^\w[\w.-]*\/\w[\w.-]*$/u.test(model);
}

/** What a schema says its strings are for; undefined for what is no path. */
export function roleOf(schema: z.core.$ZodType): PathRole | undefined {
  return roles.get(schema);
}

/** The same value, with every path in it replaced by what `visit` makes of it. `value` must have passed the schema. */
export function mapPaths(
  schema: z.core.$ZodType,
  value: unknown,
  visit: (path: string, role: PathRole) => string,
): unknown {
  const role = roleOf(schema);
  if (role !== undefined && typeof value === 'string') return visit(value, role);
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional)
    return value === undefined ? value : mapPaths(schema.unwrap(), value, visit);
  if (schema instanceof z.ZodReadonly) return mapPaths(schema.unwrap(), value, visit);
  if (schema instanceof z.ZodNullable)
    return value === null ? value : mapPaths(schema.unwrap(), value, visit);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((item: unknown) => mapPaths(schema.element, item, visit));
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.find((each) => z.safeParse(each, value).success);
    return option === undefined ? value : mapPaths(option, value, visit);
  }
  if (schema instanceof z.ZodObject && typeof value === 'object' && value !== null) {
    const shape: Readonly<Record<string, z.core.$ZodType | undefined>> = schema.shape;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]: [string, unknown]) => {
        const field = shape[name];
        return [name, field === undefined ? item : mapPaths(field, item, visit)];
      }),
    );
  }
  return value;
}

/** What each request of the window may carry: the window is not trusted to keep to its types. */
import { z } from 'zod';
import { writeKinds } from '../src-engine/remote/path-roles.ts';
import { sessionEnding } from '../src-engine/session-file/document.ts';
import { sessionLimits } from '../src-engine/session-file/limits.ts';
import type { RequestChannel, Requests } from './ipc.ts';
import { menuSchema } from './menu-schema.ts';
import { rememberedModelSchema, windowSettingsChangesSchema } from './settings-schema.ts';

const nothing = z.tuple([]);
const path = z.string().min(1).max(4096);
/** A plain name, no path: where it goes, the user says. */
const fileName = (endings: string) =>
  z.string().regex(new RegExp(`^[\\w-][\\w.-]{0,200}\\.(?:${endings})$`, 'u'));
const textName = fileName('csv|json|jsonl|md|svg|html|txt');
const sessionTextSchema = z.string().min(1).max(sessionLimits.state);
const placeSchema = z.string().min(1).max(100);

const dataPlaceSchema = z.enum(['data', 'weights', 'code']);

/** The arguments that each request takes. */
export const argumentSchemas: { readonly [C in RequestChannel]: z.ZodType<Parameters<Requests[C]>> } = {
  'engine:restart': z.union([nothing, z.tuple([z.enum(['all', 'processor'])])]),
  'files:open-images': nothing,
  'files:open-folder': nothing,
  'files:choose-collection': nothing,
  'files:choose-questions': z.tuple([z.enum(['file', 'folder'])]),
  'files:bundled-questions': nothing,
  'files:dropped': z.tuple([path]),
  'files:choose-place': z.tuple([z.enum(writeKinds), fileName('json')]),
  'files:own-calibration': z.tuple([fileName('json')]),
  'files:remember': z.tuple([z.array(path).max(100_000)]),
  'files:save-text': z.tuple([textName, z.string().max(16_777_216)]),
  'files:save-bytes': z.tuple([
    fileName('parquet|png'),
    z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= 67_108_864),
  ]),
  'shelf:read': nothing,
  'first-start:read': nothing,
  'model:default': nothing,
  'model:choose-folder': nothing,
  'model:known': nothing,
  'model:remember': z.tuple([rememberedModelSchema]),
  'model:forget': z.tuple([path]),
  'settings:read': nothing,
  'settings:write': z.tuple([windowSettingsChangesSchema]),
  'session:keep': z.tuple([sessionTextSchema, placeSchema.nullable()]),
  'session:keep-picture': z.tuple([z.string().min(1).max(4096), z.instanceof(Uint8Array).nullable()]),
  'session:read': nothing,
  'session:open': z.tuple([path.nullable()]),
  'session:save': z.tuple([
    sessionTextSchema,
    z.strictObject({
      place: placeSchema.nullable(),
      inside: z.boolean(),
      name: fileName(sessionEnding),
    }),
  ]),
  'session:mark': z.tuple([z.boolean()]),
  'menu:set': z.tuple([menuSchema]),
  'clipboard:paste': nothing,
  'data:places': nothing,
  'data:clear': z.tuple([dataPlaceSchema]),
  'data:show': z.tuple([dataPlaceSchema]),
  'app:about': nothing,
  'hub:read': nothing,
  'hub:write': z.tuple([
    z.strictObject({
      endpoint: z.string().max(500).nullable().exactOptional(),
      offline: z.boolean().exactOptional(),
      token: z.string().min(1).max(4096).nullable().exactOptional(),
    }),
  ]),
  'updates:check': nothing,
  'updates:download': nothing,
  'updates:cancel': nothing,
  'updates:install': nothing,
  'window:listening': nothing,
};

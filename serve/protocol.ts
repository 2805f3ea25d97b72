/** What a page in a browser and `dymu serve` say to each other beside the engine's own protocol: requests, what the server tells, addresses. */
import { z } from 'zod';
import type {
  About,
  DymuBridge,
  EngineStatus,
  KeptSession,
  OpenedSession,
  WritePlace,
} from '../electron/bridge.ts';
import { rememberedModelSchema, windowSettingsChangesSchema } from '../electron/settings-schema.ts';
import { sessionLimits } from '../src-engine/session-file/limits.ts';

/** Below the address of the page. */
export const places = { shell: 'shell', engine: 'engine', upload: 'upload', enter: 'enter' } as const;

/** Header of an upload: the name of the file, percent-encoded. A page of another origin cannot set it without asking first. */
export const nameHeader = 'x-dymu-name';

/** What lies in a folder of the server, or the folders that it offers. */
export interface ServerFolder {
  readonly path: string | null; // null: above all folders that are offered
  readonly name: string;
  /** Where to go back to; undefined where there is nothing above. */
  readonly above?: string | null;
  readonly folders: readonly ServerEntry[];
  readonly files: readonly ServerEntry[];
}

export interface ServerEntry {
  readonly name: string;
  readonly path: string;
}

/** A session as a file, to be kept by the browser. */
export interface WrittenSession {
  readonly bytes: Uint8Array;
  readonly left: readonly string[]; // names of pictures that could not be read
}

/** What the page asks of the server. */
export interface Requests {
  'engine:restart': DymuBridge['restartEngine'];
  'shelf:read': DymuBridge['shelf'];
  'first-start:read': DymuBridge['firstStart'];
  'model:default': DymuBridge['defaultModel'];
  'model:known': DymuBridge['knownModels'];
  'model:remember': DymuBridge['rememberModel'];
  'model:forget': DymuBridge['forgetModel'];
  'settings:read': DymuBridge['settings']['read'];
  'settings:write': DymuBridge['settings']['write'];
  'session:keep': (text: string, name: string | null) => Promise<void>;
  'session:read': () => Promise<KeptSession | null>;
  /** A file that was uploaded. */
  'session:open': (path: string) => Promise<OpenedSession>;
  'session:write': (text: string, inside: boolean) => Promise<WrittenSession>;
  'files:own-calibration': (name: string) => Promise<WritePlace>;
  'files:bundled-questions': DymuBridge['bundledQuestions'];
  /** Null: the folders that are offered. */
  'files:list': (folder: string | null) => Promise<ServerFolder>;
  'app:about': () => Promise<About>;
}

export type RequestName = keyof Requests;

const nothing = z.tuple([]);
const path = z.string().min(1).max(4096);
const sessionText = z.string().min(1).max(sessionLimits.state);

/** What each may carry: a page is not trusted to keep to its types. */
export const argumentSchemas: { readonly [N in RequestName]: z.ZodType<Parameters<Requests[N]>> } = {
  'engine:restart': z.union([nothing, z.tuple([z.enum(['all', 'processor'])])]),
  'shelf:read': nothing,
  'first-start:read': nothing,
  'model:default': nothing,
  'model:known': nothing,
  'model:remember': z.tuple([rememberedModelSchema]),
  'model:forget': z.tuple([path]),
  'settings:read': nothing,
  'settings:write': z.tuple([windowSettingsChangesSchema]),
  'session:keep': z.tuple([sessionText, z.string().min(1).max(300).nullable()]),
  'session:read': nothing,
  'session:open': z.tuple([path]),
  'session:write': z.tuple([sessionText, z.boolean()]),
  'files:own-calibration': z.tuple([z.string().regex(/^[\w-][\w.-]{0,200}\.json$/u)]),
  'files:bundled-questions': nothing,
  'files:list': z.tuple([path.nullable()]),
  'app:about': nothing,
};

const id = z.int().nonnegative();

/** From the page. */
export const askSchema = z.strictObject({
  kind: z.literal('ask'),
  id,
  name: z.string().max(100),
  args: z.array(z.unknown()).max(10),
});

/** From the server. */
export type Told =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly sentence: string }
  /** Which tab this is, to be said when it comes back. */
  | { readonly kind: 'tab'; readonly tab: string; readonly folders: boolean }
  | { readonly kind: 'status'; readonly status: EngineStatus }
  /** There is an engine to be connected to; its number is said with the connection. */
  | { readonly kind: 'engine'; readonly number: number };

const toldSchema = z.looseObject({ kind: z.enum(['answer', 'refusal', 'tab', 'status', 'engine']) });

/** Looks at the envelope only: what is inside was typed by the server of the same build. */
export function isTold(message: unknown): message is Told {
  return toldSchema.safeParse(message).success;
}

/** Why the server closes a socket (RFC 6455: 4000 to 4999 are free). */
export const closings = {
  /** The cookie is of a server that has ended. */
  stranger: 4401,
  /** There are as many windows as the server takes. */
  full: 4429,
  /** The engine has ended. */
  engineEnded: 4503,
  /** The server ends. */
  serverEnds: 4001,
} as const;

/** The settings file as a schema: what survives a restart. No file access; settings.ts reads and writes. */
import { z } from 'zod';

export const themes = ['system', 'light', 'dark'] as const;
/** Whether things move: as the system says, or as little as can be. */
export const motions = ['system', 'reduced'] as const;
/** The device that computes; `auto` takes the best one that passes its check. */
export const devices = ['auto', 'webgpu', 'cpu'] as const;
/** Of the tour: not offered yet, offered and declined or taken. */
export const tours = ['to-offer', 'known'] as const;
/** The size of all text, % of the usual one. */
export const textSizes = { least: 100, most: 200, step: 10 } as const;
export const settingsVersion = 2;

const jsonSchema = z.json();

const modelFields = { directory: z.string().min(1).max(4096), calibration: z.string().exactOptional() };

/** A model folder that was in use, and what the model called itself. */
export const rememberedModelSchema = z.object({
  ...modelFields,
  name: z.string().min(1).max(300),
  /** When it was chosen last [ms since 1970]. Absent in settings of earlier versions. */
  usedMs: z.number().exactOptional(),
});

/** Absent where they are as they are at first, and in settings of version 1. */
const lookAndEngineFields = {
  textSize: z.int().min(textSizes.least).max(textSizes.most).exactOptional(),
  motion: z.enum(motions).exactOptional(),
  device: z.enum(devices).exactOptional(),
  /** Of the processor; null: as many as the runtime sees. */
  threads: z.int().min(1).max(256).nullable().exactOptional(),
  tour: z.enum(tours).exactOptional(),
};

const windowSettingsFields = {
  theme: z.enum(themes).default('system'),
  /** The model chosen last; null means the embedded one. */
  model: z.object(modelFields).nullable().default(null),
  /** Whether the application asks at its start whether there is a newer version. */
  updatesAtStart: z.boolean().default(false),
  /** Owned by the window, opaque to the shell: budget, overlay mode, layout. */
  values: z.record(z.string(), jsonSchema).default({}),
  ...lookAndEngineFields,
};

/** The part that the window may read and write. */
export const windowSettingsSchema = z.object(windowSettingsFields);

/** Every field may be left out, none may be something else. */
export const windowSettingsChangesSchema = z.strictObject({
  theme: z.enum(themes).exactOptional(),
  model: windowSettingsFields.model.unwrap().exactOptional(),
  updatesAtStart: z.boolean().exactOptional(),
  values: windowSettingsFields.values.unwrap().exactOptional(),
  ...lookAndEngineFields,
});

const boundsSchema = z.object({
  x: z.int().exactOptional(),
  y: z.int().exactOptional(),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  maximized: z.boolean(),
});

export const settingsSchema = z.object({
  version: z.literal(settingsVersion),
  bounds: boundsSchema.default({ width: 1280, height: 820, maximized: false }),
  recentImages: z.array(z.string()).max(20).default([]),
  /** The file of the session that is taken up at the next start; empty where it has none. */
  sessionFile: z.string().max(4096).exactOptional(),
  /** What may be read without being chosen again, the newest first. Absent in settings of earlier versions. */
  readable: z.array(z.string().max(4096)).max(500).exactOptional(),
  /** Absent in settings of earlier versions. The embedded model is not among them. */
  knownModels: z.array(rememberedModelSchema).max(30).default([]),
  /** Who is asked for models; null: whom the environment says, else the hub itself. The token lies in the system's key store. */
  hubEndpoint: z.string().max(500).nullable().exactOptional(),
  /** Nobody is asked for models. */
  hubOffline: z.boolean().exactOptional(),
  ...windowSettingsFields,
});

export type Theme = (typeof themes)[number];
export type Motion = (typeof motions)[number];
export type DeviceChoice = (typeof devices)[number];
export type Json = z.infer<typeof jsonSchema>;
export type RememberedModel = z.infer<typeof rememberedModelSchema>;
export type WindowBounds = z.infer<typeof boundsSchema>;
export type WindowSettings = z.infer<typeof windowSettingsSchema>;
export type Settings = z.infer<typeof settingsSchema>;

/** By how much the page is enlarged. */
export function zoomOf({ textSize = textSizes.least }: Pick<Settings, 'textSize'>): number {
  return textSize / 100;
}

export const defaultSettings: Settings = settingsSchema.parse({ version: settingsVersion });

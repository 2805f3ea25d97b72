/** The settings file as a schema: what survives a restart. No file access; settings.ts reads and writes. */
import { z } from 'zod';

export const themes = ['system', 'light', 'dark'] as const;

const jsonSchema = z.json();

const modelFields = { directory: z.string().min(1).max(4096), calibration: z.string().exactOptional() };

/** A model folder that was in use, and what the model called itself. */
export const rememberedModelSchema = z.object({ ...modelFields, name: z.string().min(1).max(300) });

const windowSettingsFields = {
  theme: z.enum(themes).default('system'),
  /** The model chosen last; null means the embedded one. */
  model: z.object(modelFields).nullable().default(null),
  /** Whether the application asks at its start whether there is a newer version. */
  updatesAtStart: z.boolean().default(false),
  /** Owned by the window, opaque to the shell: budget, overlay mode, layout. */
  values: z.record(z.string(), jsonSchema).default({}),
};

/** The part that the window may read and write. */
export const windowSettingsSchema = z.object(windowSettingsFields);

/** Every field may be left out, none may be something else. */
export const windowSettingsChangesSchema = z.strictObject({
  theme: z.enum(themes).exactOptional(),
  model: windowSettingsFields.model.unwrap().exactOptional(),
  updatesAtStart: z.boolean().exactOptional(),
  values: windowSettingsFields.values.unwrap().exactOptional(),
});

const boundsSchema = z.object({
  x: z.int().exactOptional(),
  y: z.int().exactOptional(),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  maximized: z.boolean(),
});

export const settingsSchema = z.object({
  version: z.literal(1),
  bounds: boundsSchema.default({ width: 1280, height: 820, maximized: false }),
  recentImages: z.array(z.string()).max(20).default([]),
  /** The file of the session that is taken up at the next start; empty where it has none. */
  sessionFile: z.string().max(4096).exactOptional(),
  /** What may be read without being chosen again, the newest first. Absent in settings of earlier versions. */
  readable: z.array(z.string().max(4096)).max(500).exactOptional(),
  /** Absent in settings of earlier versions. The embedded model is not among them. */
  knownModels: z.array(rememberedModelSchema).max(30).default([]),
  ...windowSettingsFields,
});

export type Theme = (typeof themes)[number];
export type Json = z.infer<typeof jsonSchema>;
export type RememberedModel = z.infer<typeof rememberedModelSchema>;
export type WindowBounds = z.infer<typeof boundsSchema>;
export type WindowSettings = z.infer<typeof windowSettingsSchema>;
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = settingsSchema.parse({ version: 1 });

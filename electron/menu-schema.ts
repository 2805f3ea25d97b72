/** The application menu as the window sends it: words, keys and which entries are on. The window knows the commands; the shell only shows them. */
import { z } from 'zod';

/** In their order. The shell adds its own entries to some of them. */
export const menuTitles = [
  'File',
  'Edit',
  'View',
  'Picture',
  'Tokens',
  'Question',
  'Collection',
  'Evaluation',
  'Help',
] as const;

const entrySchema = z.strictObject({
  /** Comes back when the entry is chosen. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  label: z.string().min(1).max(100),
  enabled: z.boolean(),
  /** `choice`: exactly one of its section is checked. */
  mark: z.enum(['none', 'switch', 'choice']),
  checked: z.boolean(),
  /** A key that the window acts on (`acts` false) is only shown, so that it stays usable for typing. */
  key: z.strictObject({ accelerator: z.string().min(1).max(40), acts: z.boolean() }).nullable(),
});

const groupSchema = z.strictObject({
  title: z.enum(menuTitles),
  sections: z.array(z.array(entrySchema).max(50).readonly()).max(20).readonly(),
});

export const menuSchema = z.array(groupSchema).max(menuTitles.length).readonly();

export type MenuTitle = (typeof menuTitles)[number];
export type MenuEntry = Readonly<z.infer<typeof entrySchema>>;
export type MenuGroup = Readonly<z.infer<typeof groupSchema>>;

/**
 * Pictures of every view and state of the window, so that they can be looked at:
 *
 *     npm run build && xvfb-run -a -s "-screen 0 1920x1200x24" npm run screens -- FOLDER [--play NAME]... [--scene PART]... [--size 1280x800]... [--theme light]... [--text 200] [--forced-colors]
 *
 * With --documentation those that docs/screens keeps are made instead; a scene is in scenes/, as one thing to do in the window.
 */
import { resolve } from 'node:path';
import { readOptions } from '../read-options.ts';
import { whyNoWindow } from '../window/launch.ts';
import type { Size } from './play.ts';
import { plays } from './scenes/all.ts';
import { take, type Looks } from './take.ts';

const many = { type: 'string', multiple: true } as const;
const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    play: many,
    scene: many,
    size: { ...many, default: ['1024x640', '1280x800', '1920x1080'] },
    theme: { ...many, default: ['light', 'dark'] },
    text: { type: 'string', default: '100' },
    'forced-colors': { type: 'boolean', default: false },
    documentation: { type: 'boolean', default: false },
  },
});
const documented: readonly string[] = [
  'explore',
  'explore-pinned',
  'explore-regions',
  'explore-presentation',
  'models',
  'collection',
  'evaluate',
];
const [folder = values.documentation ? 'docs/screens' : undefined] = positionals;
const why = folder === undefined ? 'Say into which folder the pictures go.' : whyNoWindow();
if (why !== undefined || folder === undefined) {
  console.error(why);
  process.exit(2);
}

const looks: Looks = {
  sizes: (values.documentation ? ['1280x800'] : values.size).map(sizeOf),
  themes: (['light', 'dark'] as const).filter((theme) => values.theme.includes(theme)),
  forcedColors: values['forced-colors'],
  textSize: Number(values.text),
  small: values.documentation,
  wanted: (name) =>
    (!values.documentation || documented.includes(name)) &&
    (values.scene?.some((part) => name.includes(part)) ?? true),
};
const failed: string[] = [];
for (const play of plays.filter(({ name }) => values.play?.includes(name) ?? true))
  failed.push(...(await take(play, looks, resolve(folder))));
for (const line of failed) console.error(line);
process.exitCode = failed.length === 0 ? 0 : 1;

function sizeOf(text: string): Size {
  const [, width, height] = /^(\d+)x(\d+)$/u.exec(text) ?? [];
  if (width === undefined || height === undefined)
    throw new Error(`${text} is no size; write it as 1280x800.`);
  return { width: Number(width), height: Number(height) };
}

/** The list of keys, from the table of commands; and the few keys that belong to a part of the window instead of to a command. */
import { commandGroups } from './table.ts';
import { spokenKey } from './keys.ts';

export interface KeyHelp {
  readonly keys: string; // as people read them
  readonly words: string;
}

export interface KeyHelpGroup {
  readonly title: string;
  readonly keys: readonly KeyHelp[];
}

const ofParts: readonly KeyHelpGroup[] = [
  {
    title: 'While the picture has the keyboard',
    keys: [
      { keys: '← ↑ → ↓', words: 'Walk over the patches' },
      { keys: 'Enter', words: 'Pin the group under the cursor' },
    ],
  },
  {
    title: 'While the question has the keyboard',
    keys: [
      { keys: 'Enter', words: 'Ask' },
      { keys: '↑ ↓', words: 'Earlier and later questions' },
      { keys: 'Shift Enter', words: 'Follow up on the answers' },
    ],
  },
];

export function keyHelp(mac: boolean): readonly KeyHelpGroup[] {
  const ofCommands = commandGroups.map(({ title, sections }) => ({
    title,
    keys: sections.flat().flatMap(({ keys = [], label }) => {
      if (keys.length === 0) return [];
      return [{ keys: keys.map((key) => spokenKey(key, mac)).join(',  '), words: label.replace(/…$/, '') }];
    }),
  }));
  return [...ofCommands, ...ofParts];
}

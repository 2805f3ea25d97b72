/** Which key means which command. A table and a look-up; what a command does is in commands.ts. */
import type { MenuCommand } from '../../electron/bridge.ts';

/** What a key event must tell; tests need no browser for it. */
export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export interface KeyHelp {
  readonly keys: string; // as people read it
  readonly words: string;
}

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly KeyHelp[];
}

/** Keys without modifiers, for when nobody is typing. */
const plain: Readonly<Record<string, MenuCommand>> = {
  '1': 'overlay-outlines',
  '2': 'overlay-mosaic',
  '3': 'overlay-heat',
  '4': 'overlay-similarity',
  '5': 'overlay-none',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '0': 'zoom-to-fit',
  ',': 'previous-layer',
  '.': 'next-layer',
  '/': 'focus-question',
  '?': 'show-keys',
};

/** The command that the window itself has to act on; null for everything else. Other keys are the menu's. */
export function commandFor(stroke: Stroke, typing: boolean): MenuCommand | null {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = stroke;
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    if (typing) return null; // the field undoes its own typing
    if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
    if (key.toLowerCase() === 'y' && !shiftKey) return 'redo';
    return null;
  }
  return typing ? null : (plain[key] ?? null);
}

/** `Ctrl` is spoken as the system's own key. */
export function keyGroups(mac: boolean): readonly KeyGroup[] {
  const mod = mac ? '⌘' : 'Ctrl';
  return [
    {
      title: 'Picture',
      keys: [
        { keys: '1  2  5', words: 'Outlines, mosaic, no overlay' },
        { keys: '+  −  0', words: 'Zoom in, out, to fit' },
        { keys: '← ↑ → ↓', words: 'Walk over the patches (picture focused)' },
        { keys: 'Enter', words: 'Pin the group under the cursor' },
        { keys: 'Esc', words: 'Unpin; stop an answer; close a message' },
      ],
    },
    {
      title: 'Tokens',
      keys: [
        { keys: `${mod} [   ${mod} ]`, words: 'Fewer, more tokens' },
        { keys: `${mod} D   ${mod} E`, words: 'Adaptive, exact merging' },
        { keys: `${mod} U`, words: 'Virtual unmerging on or off' },
        { keys: ',   .', words: 'Previous, next layer' },
        { keys: 'Space', words: 'Play the layers (picture or chart focused)' },
      ],
    },
    {
      title: 'Question',
      keys: [
        { keys: `/   ${mod} L`, words: 'Go to the question' },
        { keys: 'Enter', words: 'Ask' },
        { keys: '↑  ↓', words: 'Earlier and later questions' },
      ],
    },
    {
      title: 'Images and window',
      keys: [
        { keys: `${mod} O`, words: 'Open images' },
        { keys: `${mod} Shift O`, words: 'Open a folder' },
        { keys: `${mod} V`, words: 'Paste an image' },
        { keys: `${mod} W`, words: 'Close the image' },
        { keys: `${mod} Z   ${mod} Shift Z`, words: 'Undo, redo (budget, image, mode, pin)' },
        { keys: `${mod} 1 … 4`, words: 'Explore, Collection, Evaluate, Models' },
        { keys: '?', words: 'This list' },
      ],
    },
  ];
}

/** True where letters are text: fields, but not sliders or switches. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button'].includes(target.type)
  );
}

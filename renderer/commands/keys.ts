/** Keys as data: one notation (`Mod+Shift+Z`, `Space`, `?`) for matching, for menus and for people. `Mod` is Ctrl, on macOS Cmd. */

export type Key =
  /** Acted on by the application menu. */
  | { readonly stroke: string; readonly heard: 'menu' }
  /** Acted on by the window, also while somebody types where `typing` says so. */
  | { readonly stroke: string; readonly heard: 'window'; readonly typing: boolean }
  /** Acted on by the part of the window that has the keyboard; here for menus and help. */
  | { readonly stroke: string; readonly heard: 'part' };

export function menuKey(stroke: string): Key {
  return { stroke, heard: 'menu' };
}

/** A key that people also type with: it means the command only while nobody types. */
export function windowKey(stroke: string): Key {
  return { stroke, heard: 'window', typing: false };
}

export function everywhereKey(stroke: string): Key {
  return { stroke, heard: 'window', typing: true };
}

export function partKey(stroke: string): Key {
  return { stroke, heard: 'part' };
}

/** What a key event must tell; tests need no browser for it. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The event in the table's notation; null for what no command uses. */
export function strokeOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress, mac: boolean): string | null {
  if (altKey || (mac ? ctrlKey : metaKey)) return null;
  const letter = /^[a-z]$/i.test(key);
  const name = key === ' ' ? 'Space' : letter ? key.toUpperCase() : key;
  const mod = mac ? metaKey : ctrlKey;
  // Of other characters Shift is a part: `?` is typed with it on one keyboard and without on another.
  const shift = shiftKey && (letter || key.length > 1);
  return `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${letter && !mod && !shift ? key : name}`;
}

const spokenParts: Readonly<Record<string, string>> = { '-': '−', Escape: 'Esc', Mod: 'Ctrl' };

/** As people read it: `Ctrl Shift Z`. */
export function spokenKey({ stroke }: Key, mac: boolean): string {
  return partsOf(stroke)
    .map((part) => (mac && part === 'Mod' ? '⌘' : (spokenParts[part] ?? capital(part))))
    .join(' ');
}

/** Letters as they stand on keyboards. */
function capital(part: string): string {
  return part.length === 1 ? part.toUpperCase() : part;
}

/** In Electron's notation. */
export function acceleratorOf({ stroke }: Key): string {
  return partsOf(stroke)
    .map((part) => (part === 'Mod' ? 'CmdOrCtrl' : part))
    .join('+');
}

/** The last part may be a plus sign itself. */
function partsOf(stroke: string): string[] {
  const parts = stroke.split(/\+(?=.)/);
  return parts.filter((part) => part !== '');
}

export function isMac(): boolean {
  return navigator.userAgent.includes('Mac OS');
}

/** True where letters are text: fields, but not sliders or switches. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button'].includes(target.type)
  );
}

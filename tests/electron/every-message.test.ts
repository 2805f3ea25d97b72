import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../electron');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(folder, name), 'utf8') }));

/** Files of electron/ whose code, comments apart, says this. */
function filesWith(pattern: RegExp): string[] {
  return sources
    .filter(({ text }) => pattern.test(text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*$/gm, '')))
    .map(({ name }) => name)
    .sort();
}

describe('messages between processes', () => {
  it('reach the main process through handlers.ts alone, which checks sender and schema of all', () => {
    expect(filesWith(/\bipcMain\b/)).toEqual(['handlers.ts']);
    const { text } = sources.find(({ name }) => name === 'handlers.ts')!;
    expect(text.match(/ipcMain\.\w+\(/g)).toEqual(['ipcMain.handle(']);
    const handler = text.slice(text.indexOf('ipcMain.handle('));
    const [sender, schema, action] = [
      /isTrusted\(event\)/,
      /schema\.safeParse\(args\)/,
      /await action\(/,
    ].map((each) => handler.search(each));
    expect(sender).toBeGreaterThan(0);
    expect(schema).toBeGreaterThan(sender!);
    expect(action).toBeGreaterThan(schema!);
  });

  it('are sent by the page through the preload alone, which does not hand ipcRenderer on', () => {
    expect(filesWith(/\bipcRenderer\b/)).toEqual(['preload/preload.ts']);
    expect(filesWith(/exposeInMainWorld/)).toEqual([]);
  });

  it('reach the page without the event that brings them, which leads to ipcRenderer', () => {
    const { text } = sources.find(({ name }) => name === 'preload/preload.ts')!;
    const listeners = text.match(/ipcRenderer\.on\([^\n]*/g) ?? [];
    expect(listeners).toHaveLength(2);
    // The first argument is the event: it is passed over, or only its ports are taken.
    for (const listener of listeners) expect(listener).toMatch(/, \((?:_, value: [^)]*|\{ ports \})\) =>/);
  });

  it('of the engine process are parsed by a schema on both ends', () => {
    const listeners = filesWith(/\.on\(\s*'message'/);
    expect(listeners).toEqual(['engine-child.ts', 'engine-process.ts']);
    for (const { name, text } of sources.filter(({ name: each }) => listeners.includes(each))) {
      const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
      expect(count(/Schema\.safeParse\(/g), name).toBeGreaterThanOrEqual(count(/\.on\(\s*'message'/g));
    }
  });
});

describe('what electron/ does not use', () => {
  it.each([
    ['other programs for links (shell.openExternal, openPath)', /\bopenExternal\b|\bopenPath\b/],
    ['code as text (executeJavaScript, eval)', /executeJavaScript|\beval\(|new Function\(/],
    ['files dragged out of the window', /startDrag/],
    ['the clipboard of the main process', /\bclipboard\b.*from 'electron'/],
    [
      'rules of the web switched off',
      /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|bypassCSP|nodeIntegrationIn|webviewTag: true/,
    ],
    ['a scheme that reads files', /loadFile\(|['"`]file:\/\//],
  ])('%s', (_, pattern) => expect(filesWith(pattern)).toEqual([]));

  it('the shell of the system, but to show one of its own folders', () => {
    expect(filesWith(/\bshell\b.*from 'electron'/)).toEqual(['data-places.ts']);
    const { text } = sources.find(({ name }) => name === 'data-places.ts')!;
    expect(text.match(/\bshell\.\w+\([^)]*\)/g)).toEqual(['shell.showItemInFolder(paths[id])']);
  });

  it('a window beside that of window.ts', () => {
    expect(filesWith(/new (?:BrowserWindow|BaseWindow|WebContentsView|BrowserView)\b/)).toEqual([
      'window.ts',
    ]);
  });
});

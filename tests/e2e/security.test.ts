import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWindow, launch, root, type Launched } from './support/launch.ts';

/** Numbers are those of Electron's list of security recommendations; docs/security.md says what stands behind each. */
describeWindow('Electron’s security recommendations, in the real application', () => {
  let launched: Launched;
  const inPage = <T>(program: string): Promise<T> => launched.page.evaluate<T>(program);

  beforeAll(async () => {
    // As a system would say that has a proxy.
    launched = await launch({ arguments: ['--proxy-server=http://127.0.0.1:9'] });
    await launched.page.getByRole('link', { name: 'Models' }).waitFor();
  });

  afterAll(() => launched.close());

  /** What `program`, an expression of the page, rejects with. */
  const refusal = (program: string) =>
    inPage<string>(`Promise.resolve().then(() => ${program}).then(() => 'worked', (error) => error.name)`);

  it('1: nothing is loaded from elsewhere, neither securely nor otherwise', async () => {
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1:9/',
      'ws://127.0.0.1:9/',
      'ftp://127.0.0.1/',
    ])
      expect(await refusal(`fetch('${url}')`), url).toBe('TypeError');
    const socket = `new Promise((good, bad) => Object.assign(new WebSocket('ws://127.0.0.1:9/'), { onopen: good, onerror: () => bad(new TypeError()) }))`;
    expect(await refusal(socket)).toBe('TypeError');
    const image = `new Promise((good, bad) => Object.assign(new Image(), { onload: good, onerror: () => bad(new TypeError()), src: 'https://example.com/a.png' }))`;
    expect(await refusal(image)).toBe('TypeError');
  });

  it('2, 3, 4, 6, 8, 9, 10, 11: the page is sandboxed and isolated, without Node, and no rule of the web is off', async () => {
    const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences: () => Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
    expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
    expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false);
    const globals = `['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter((name) => name in globalThis)`;
    expect(await inPage(globals)).toEqual([]);
  });

  describe('5: permissions', () => {
    it.each(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'])(
      '%s is not granted',
      async (name) => {
        expect(
          await inPage(`navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`),
        ).not.toBe('granted');
      },
    );

    it.each([
      ['sound and pictures', `navigator.mediaDevices.getUserMedia({ audio: true, video: true })`],
      ['the screen', `navigator.mediaDevices.getDisplayMedia()`],
      ['the clipboard’s text', `navigator.clipboard.readText()`],
      ['USB', `navigator.usb.requestDevice({ filters: [] })`],
      ['Bluetooth', `navigator.bluetooth.requestDevice({ acceptAllDevices: true })`],
      ['serial ports', `navigator.serial.requestPort()`],
    ])('%s cannot be had', async (_, program) => {
      expect(await refusal(program)).not.toBe('worked');
    });
  });

  it('7: the policy lets nothing in that stands in the page as text', async () => {
    const policy = await launched.app.evaluate(async ({ net }) => {
      const reply = await net.fetch('dymu://app/index.html');
      return reply.headers.get('content-security-policy');
    });
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const script = `(() => {
      const element = document.createElement('script');
      element.append('globalThis.ran = true');
      document.head.append(element);
    })()`;
    await refusal(script);
    expect(await inPage(`'ran' in globalThis`)).toBe(false);
    const style = `(() => {
      const element = document.createElement('style');
      element.append('#root { z-index: 77 }');
      document.head.append(element);
      return getComputedStyle(document.getElementById('root')).zIndex;
    })()`;
    expect(await inPage(style)).not.toBe('77');
    expect(await refusal(`WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))`)).toBe(
      'CompileError',
    );
    expect(await refusal(`(document.body.innerHTML = '<b>x</b>')`)).toBe('TypeError');
    expect(await refusal(`new Worker('data:text/javascript,0')`)).not.toBe('worked');
  });

  it('12, 13, 14: the page opens no window and no view inside itself, and stays where it is', async () => {
    expect(await inPage(`String(window.open('dymu://app/index.html'))`)).toBe('null');
    await inPage(`(() => {
      const view = document.createElement('webview');
      view.setAttribute('src', 'dymu://app/index.html');
      const frame = document.createElement('iframe');
      frame.setAttribute('src', 'dymu://app/index.html');
      document.body.append(view, frame);
      location.href = 'https://example.com/';
    })()`);
    await launched.page.waitForTimeout(300);
    const kinds = await launched.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((each) => [each.getType(), each.getURL()]),
    );
    expect(kinds).toEqual([['window', expect.stringMatching(/^dymu:\/\/app\/index\.html/)]]);
    expect(launched.page.url()).toMatch(/^dymu:\/\/app\/index\.html/);
  });

  it('17, 20: another page, though it has the same bridge, is not served; the bridge cannot be changed', async () => {
    const preload = join(root, 'dist/electron/preload.cjs');
    const opened = launched.app.waitForEvent('window');
    await launched.app.evaluate(({ BrowserWindow }, path) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload: path, sandbox: true } });
      void other.loadURL('dymu://app/index.html');
    }, preload);
    const other = await opened;
    await other.waitForFunction(() => window.dymu !== undefined);
    const answer = await other.evaluate(() =>
      window.dymu?.about().then(
        () => 'served',
        (error: unknown) => String(error),
      ),
    );
    await other.close();
    expect(answer).toBe('Error: Only the application window may ask for this.');
    expect(await inPage(`Object.isFrozen(window.dymu) && typeof window.dymu.about === 'function'`)).toBe(
      true,
    );
    expect(await refusal(`(() => { 'use strict'; window.dymu = {}; })()`)).toBe('TypeError');
  });

  it('18: the page’s scheme serves the page’s folder, and files cannot be read by their address', async () => {
    expect(await refusal(`fetch('file:///etc/passwd')`)).toBe('TypeError');
    const status = (url: string) =>
      launched.app.evaluate(async ({ net }, asked) => (await net.fetch(asked)).status, url);
    expect(await status('dymu://app/index.html')).toBe(200);
    expect(await status('dymu://app/..%2f..%2fpackage.json')).toBe(404);
    expect(await status('dymu://app/%2fetc/passwd')).toBe(404);
  });

  it('asks no system setting for a proxy', async () => {
    const proxy = launched.app.evaluate(({ session }) =>
      session.defaultSession.resolveProxy('https://example.com'),
    );
    expect(await proxy).toBe('DIRECT');
  });
});

/** What no page may do, ours included: leave, open windows, reach the network, use devices. */
import { app, session, type WebContents } from 'electron';
import { isOwnPage } from './app-protocol.ts';

/** Copying text is all that a page may ask for. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);
const localSchemes: ReadonlySet<string> = new Set(['dymu:', 'blob:', 'data:', 'devtools:']);

/** Call when the application is ready, before the first window. */
export function lockDown(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((contents, permission, callback) =>
    callback(isOwnPage(contents.getURL()) && allowedPermissions.has(permission)),
  );
  defaultSession.setPermissionCheckHandler((_, permission) => allowedPermissions.has(permission));
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !localSchemes.has(new URL(url).protocol) }),
  );
  app.on('web-contents-created', (_, contents) => confine(contents));
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
}

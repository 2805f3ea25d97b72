/** What no page may do, ours included: leave, open windows, reach the network, use devices. */
import { app, session, type Session, type WebContents } from 'electron';
import { isOwnPage } from './app-protocol.ts';

/** Copying text is all that a page may ask for. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);
const localSchemes: ReadonlySet<string> = new Set(['dymu:', 'blob:', 'data:', 'devtools:']);

/** Call when the application is ready, before the first window. */
export function lockDown(): void {
  confineSession(session.defaultSession);
  app.on('web-contents-created', (_, contents) => confine(contents));
}

function confineSession(own: Session): void {
  own.setPermissionRequestHandler((contents, permission, callback) =>
    callback(isOwnPage(contents.getURL()) && allowedPermissions.has(permission)),
  );
  own.setPermissionCheckHandler(
    (_, permission, origin) => isOwnPage(origin) && allowedPermissions.has(permission),
  );
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler(null);
  own.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !localSchemes.has(new URL(url).protocol) }),
  );
  own.setCertificateVerifyProc((_, callback) => callback(refusedCertificate));
  own.setSpellCheckerLanguages([]); // it would fetch dictionaries, also while it is off
  own.setSpellCheckerEnabled(false);
  // Else the system's settings are followed, which may ask the network for a proxy's address.
  void own.setProxy({ mode: 'direct' });
}

/** Chromium's number for it; no connection is made that would have one. */
const refusedCertificate = -2;

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  const stay = (event: { readonly url: string; preventDefault: () => void }) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
}

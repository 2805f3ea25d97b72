/** Sentences about newer versions of the application. */
import type { UpdateState } from '../../electron/bridge.ts';
import { formatBytes } from '../../src-engine/report/units.ts';

export const foundWords = (version: string): string => `Version ${version} of DyMU Explorer is there.`;

/** What looking for updates sends, and to whom. */
export const requestWords = (host: string): string =>
  `Looking for updates asks ${host} for two small files, the number of the newest version and its signature. Nothing about you, your pictures or your models is sent; ${host} sees your network address, as every server does. A newer version is fetched and installed only when you say so.`;

export function stateWords(state: UpdateState, running: string): string {
  switch (state.kind) {
    case 'unavailable':
      return state.reason;
    case 'idle':
      return `This is version ${running}.`;
    case 'checking':
      return 'Asking…';
    case 'newest':
      return `Version ${state.version} is the newest, and it is the one you have.`;
    case 'older':
      return `The server announces version ${state.version}, which is older than yours (${running}), so it is not taken.`;
    case 'found':
      return state.bytes === null
        ? `${foundWords(state.version)} Install it as you installed this one: this copy does not replace itself.`
        : `${foundWords(state.version)} You have ${running}. The download is ${formatBytes(state.bytes)}.`;
    case 'downloading':
      return `Fetching version ${state.version}: ${formatBytes(state.received)} of ${formatBytes(state.bytes)}.`;
    case 'downloaded':
      return `Version ${state.version} was fetched and is the file that was announced. Installing it ends DyMU Explorer and starts the new version.`;
    case 'installing':
      return `Version ${state.version} is being installed.`;
    case 'failed':
      return state.sentence;
  }
}

/** What the application was told about the hub: kept in the settings, the token in the system's key store; told to the engine process when it asks, and to nobody else. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HubSettings } from '../src-engine/engine.ts';
import { EngineError } from '../src-engine/errors.ts';
import { writeAtomically } from '../src-engine/files/atomic-write.ts';
import { forOwner } from '../src-engine/files/for-owner.ts';
import { checkEndpoint, hubAccess, isToken } from '../src-engine/hub/access.ts';
import type { HubChanges, HubState } from './hub-state.ts';
import type { SettingsStore } from './settings.ts';

/** Electron's safeStorage, as far as it is used. */
export interface KeyStore {
  readonly isEncryptionAvailable: () => boolean;
  readonly encryptString: (text: string) => Buffer;
  readonly decryptString: (bytes: Buffer) => string;
  /** On Linux; 'basic_text' hides a text from nobody. */
  readonly getSelectedStorageBackend?: () => string;
}

export interface HubDesk {
  readonly settings: () => Promise<HubSettings>;
  readonly read: () => Promise<HubState>;
  /** Rejects with `bad-input`, one sentence; nothing has changed then. */
  readonly write: (changes: HubChanges) => Promise<HubState>;
}

export interface HubDeskParts {
  readonly store: SettingsStore;
  readonly keys: KeyStore;
  readonly tokenFile: string;
  readonly platform?: NodeJS.Platform;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export function createHubDesk({
  store,
  keys,
  tokenFile,
  platform = process.platform,
  environment = process.env,
}: HubDeskParts): HubDesk {
  function cannotKeep(): string | null {
    const plain = platform === 'linux' && keys.getSelectedStorageBackend?.() === 'basic_text';
    if (keys.isEncryptionAvailable() && !plain) return null;
    return 'This computer has no key store that is open, so no token is kept; set HF_TOKEN, or sign in with hf auth login.';
  }

  /** One that cannot be read any more, as after a change of the system's user, counts as none. */
  async function keptToken(): Promise<string | undefined> {
    const bytes = await readFile(tokenFile).catch(() => undefined);
    if (bytes === undefined || cannotKeep() !== null) return undefined;
    try {
      return keys.decryptString(bytes);
    } catch {
      return undefined;
    }
  }

  async function settings(): Promise<HubSettings> {
    const { hubEndpoint, hubOffline } = store.current;
    const token = await keptToken();
    return {
      ...(typeof hubEndpoint === 'string' && hubEndpoint !== '' ? { endpoint: hubEndpoint } : {}),
      ...(hubOffline === true ? { offline: true } : {}),
      ...(token === undefined ? {} : { token }),
    };
  }

  async function read(): Promise<HubState> {
    const own = await settings();
    const base = { endpoint: own.endpoint ?? null, offline: own.offline === true, cannotKeep: cannotKeep() };
    try {
      const access = await hubAccess(environment, own);
      return {
        ...base,
        asks: access.endpoint,
        forbiddenBy: access.offline ?? null,
        tokenFrom: access.token?.from ?? null,
      };
    } catch (error) {
      const trouble = error instanceof Error ? error.message : String(error);
      return { ...base, asks: '', forbiddenBy: null, tokenFrom: null, trouble };
    }
  }

  async function keepToken(token: string): Promise<void> {
    const why = cannotKeep();
    if (why !== null) throw new EngineError('bad-input', why);
    if (!isToken(token)) {
      throw new EngineError('bad-input', 'That is no access token', {
        remedy: 'copy it again from the settings of your account on the hub',
      });
    }
    await mkdir(dirname(tokenFile), { recursive: true, mode: forOwner.folder });
    await writeAtomically(tokenFile, keys.encryptString(token), forOwner.file);
  }

  return {
    settings,
    read,
    write: async ({ endpoint, offline, token }) => {
      const address = endpoint === null || endpoint === undefined ? endpoint : endpoint.trim();
      const checked =
        typeof address === 'string' && address !== '' ? checkEndpoint(address, 'The mirror') : null;
      if (typeof token === 'string') await keepToken(token.trim());
      if (token === null) await rm(tokenFile, { force: true });
      if (endpoint !== undefined || offline !== undefined) {
        await store.update({
          ...(endpoint === undefined ? {} : { hubEndpoint: checked }),
          ...(offline === undefined ? {} : { hubOffline: offline }),
        });
      }
      return read();
    },
  };
}

/** Who is asked for models, whether anybody may be asked at all, by which way, and with which token: the program's own settings, then the environment. */
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { ownCache, type Environment } from '../checkpoint/hub-cache.ts';
import type { HubSettings } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { quote } from '../files/words.ts';

export type TokenSource = 'settings' | 'environment' | 'file';

export interface HubAccess {
  readonly endpoint: string; // without a slash at its end
  /** Who forbids requests, in words; undefined: nobody. */
  readonly offline: string | undefined;
  /** Never shown, never logged. */
  readonly token: { readonly value: string; readonly from: TokenSource } | undefined;
  readonly proxy: ProxySettings;
}

/** As every program reads them; an empty text is none. */
export interface ProxySettings {
  readonly http: string;
  readonly https: string;
  readonly no: string;
}

export const usualEndpoint = 'https://huggingface.co';
const longestToken = 4096;

const isOn = (value: string | undefined): boolean => /^(?:1|on|yes|true)$/iu.test(value ?? '');

function told(environment: Environment, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = environment[name];
    if (value !== undefined && value.trim() !== '') return value.trim();
  }
  return undefined;
}

/** Throws `bad-input` for what is no address of a server. */
export function checkEndpoint(given: string, from: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && /^https?:$/u.test(url.protocol) && url.username === '' && url.search === '') {
    return given.replace(/\/+$/u, '');
  }
  throw new EngineError('bad-input', `${from} is ${quote(given)}, which is no address of a hub`, {
    remedy: `give one like ${usualEndpoint}, or leave it out`,
  });
}

/** Of the form that a header can carry. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/u.test(text) && text.length <= longestToken;
}

async function tokenIn(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined;
    const text = (await readFile(file, 'utf8')).trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined; // no token is no fault
  }
}

/** Where huggingface_hub keeps a token: beside the cache of its home. */
function tokenFile(environment: Environment): string {
  const home = told(environment, 'HF_HOME');
  // Its home is the folder above the cache, unless only the cache was moved.
  const usual = home ?? dirname(ownCache({ ...environment, HF_HUB_CACHE: '', HUGGINGFACE_HUB_CACHE: '' }));
  return told(environment, 'HF_TOKEN_PATH') ?? join(usual.replace(/^~(?=\/|$)/u, homedir()), 'token');
}

async function tokenOf(environment: Environment, own: string | undefined): Promise<HubAccess['token']> {
  const candidates = [
    ['settings', own],
    ['environment', told(environment, 'HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN')],
    ['file', await tokenIn(tokenFile(environment))],
  ] as const;
  const [from, value] = candidates.find(([, text]) => text !== undefined && text !== '') ?? [];
  if (from === undefined || value === undefined) return undefined;
  if (isToken(value)) return { value, from };
  throw new EngineError('bad-input', `The access token of the ${from} is no token`, {
    remedy: 'copy it again from the settings of your account on the hub',
  });
}

/** Who forbids requests where no variable does. */
const ownSetting = 'your own setting';

/** Throws `bad-input` for an endpoint or a token that cannot be one. */
export async function hubAccess(
  environment: Environment = process.env,
  own: HubSettings = {},
): Promise<HubAccess> {
  const variable = told(environment, 'HF_ENDPOINT');
  const endpoint =
    own.endpoint !== undefined && own.endpoint !== ''
      ? checkEndpoint(own.endpoint, 'The endpoint of the settings')
      : variable === undefined
        ? usualEndpoint
        : checkEndpoint(variable, 'HF_ENDPOINT');
  const forbids = ['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'].find((name) => isOn(environment[name]));
  const http = told(environment, 'http_proxy', 'HTTP_PROXY') ?? '';
  return {
    endpoint,
    offline: own.offline === true ? ownSetting : forbids,
    token: await tokenOf(environment, own.token),
    proxy: {
      http,
      https: told(environment, 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY') ?? '',
      no: told(environment, 'no_proxy', 'NO_PROXY') ?? '',
    },
  };
}

/** Throws `bad-input` where nobody may be asked. */
export function checkOnline({ offline }: HubAccess): void {
  if (offline === undefined) return;
  throw new EngineError('bad-input', `The hub is not asked, because ${offline} says to stay offline`, {
    remedy:
      offline === ownSetting
        ? 'switch Stay offline off in Models'
        : `unset ${offline}, or use a model that is on this computer`,
  });
}

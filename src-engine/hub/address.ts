/** What somebody writes or pastes for a model of the hub, a name or a link: which repository and revision that is. Asks nobody. */
import { EngineError } from '../errors.ts';
import { quote } from '../files/words.ts';

export interface HubAddress {
  readonly name: string; // org/name
  readonly revision: string;
}

const mainRevision = 'main';
const part = /^\w(?:[\w.-]{0,94}\w)?$/u;
const revisionForm = /^\w[\w./-]{0,199}$/u;
/** Hosts of the hub itself, whose links are understood whichever endpoint is asked. */
const hubHosts: readonly string[] = ['huggingface.co', 'www.huggingface.co', 'hf.co'];
/** Parts of a page's address that stand before a revision. */
const places: readonly string[] = ['tree', 'blob', 'resolve', 'raw', 'commit', 'commits'];
const pasted = /^(?:hf\s+download|huggingface-cli\s+download|git\s+clone|git\s+lfs\s+clone)\s+/u;

function refused(given: string, fact: string, remedy: string): EngineError {
  return new EngineError('bad-input', `${quote(given)} ${fact}`, { remedy });
}

const example = 'give org/name, as in llava-hf/llava-1.5-7b-hf, or the link of a model’s page';

function isName(org: string, name: string): boolean {
  return [org, name].every((each) => part.test(each) && !each.includes('--') && !each.includes('..'));
}

/** Throws `bad-input` for what no branch, tag or commit is called. */
export function checkRevision(revision: string): string {
  if (revisionForm.test(revision) && !/\.\.|\/\/|\/$|\.lock$/u.test(revision)) return revision;
  throw refused(revision, 'is no revision', 'give a branch, a tag or a commit, as in main');
}

/** `https://host/org/name/tree/main` -> its host and parts; undefined for what is no link. */
function linkParts(text: string): { readonly host: string; readonly parts: readonly string[] } | undefined {
  const whole = /^[a-z][a-z+.-]*:\/\//iu.test(text)
    ? text
    : hubHosts.some((host) => text.startsWith(`${host}/`))
      ? `https://${text}`
      : undefined;
  if (whole === undefined || !URL.canParse(whole)) return undefined;
  const { protocol, host, hostname, pathname } = new URL(whole);
  const parts = pathname.split('/').filter((each) => each !== '');
  // hf://org/name: the organisation stands where a host would.
  if (protocol === 'hf:') return { host: 'huggingface.co', parts: [hostname, ...parts] };
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  return { host, parts };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The revision may have slashes of its own: refs/pr/3. */
function revisionIn(place: string | undefined, rest: readonly string[]): string | undefined {
  if (place === undefined || !places.includes(place)) return undefined;
  const [first, ...others] = rest;
  if (first === undefined) return undefined;
  return decoded(first === 'refs' ? [first, ...others.slice(0, 2)].join('/') : first);
}

function fromLink(given: string, parts: readonly string[]): { name: string; revision?: string | undefined } {
  const [first] = parts;
  if (first === 'datasets' || first === 'spaces') {
    throw refused(given, `is a page of ${first === 'datasets' ? 'a dataset' : 'a space'}`, example);
  }
  const [org = '', last = '', place, ...rest] = first === 'models' ? parts.slice(1) : parts;
  const [name = '', behind] = last.replace(/\.git$/u, '').split('@');
  return { name: `${decoded(org)}/${decoded(name)}`, revision: behind ?? revisionIn(place, rest) };
}

/**
 * @param endpoint the address that is asked for models; links to its host are understood too
 * @throws EngineError `bad-input` for what names no model
 */
export function readAddress(given: string, revision?: string, endpoint?: string): HubAddress {
  const text = given
    .trim()
    .replace(/^["'<]|["'>]$/gu, '')
    .replace(pasted, '');
  const link = linkParts(text);
  if (link !== undefined) {
    const own = endpoint === undefined ? undefined : new URL(endpoint).host;
    if (!hubHosts.includes(link.host) && link.host !== own) {
      throw refused(given, `is a page of ${link.host}, which is not asked for models`, example);
    }
  }
  const [bare = '', behind] = text.split('@');
  const said = link === undefined ? { name: bare, revision: behind } : fromLink(given, link.parts);
  const [org = '', name = '', ...more] = said.name.split('/');
  if (more.length > 0 || !isName(org, name)) {
    const fact = /^\w[\w.-]*$/u.test(text)
      ? 'names no organisation, which models of the hub have'
      : 'is no name of a model';
    throw refused(given, fact, example);
  }
  return { name: said.name, revision: checkRevision(revision ?? said.revision ?? mainRevision) };
}

/** Every import statement of the sources, as the category of the file that has it and of the file that it names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { electronFree } from '../../eslint.boundaries.js';

const root = join(import.meta.dirname, '..', '..');

export interface Arrow {
  readonly file: string; // from the root
  readonly target: string; // the file that it names
  readonly from: string;
  readonly to: string;
  readonly kind: 'value' | 'type';
}

/** As the table of categories has it; that the lint agrees, boundaries.test.ts shows. */
export function categoryOf(file: string): string {
  const [top = '', folder = '', ...rest] = file.split('/');
  if (top === 'renderer') return 'renderer';
  if (top === 'serve') return folder === 'protocol.ts' ? 'serving' : 'serve';
  if (top === 'electron') {
    const name = folder.replace('.ts', '');
    const [category] = Object.entries(electronFree).find(([, names]) => names.includes(name)) ?? [];
    return category ?? 'shell';
  }
  if (rest.length > 0) return file === 'src-engine/remote/host.ts' ? 'host' : folder;
  if (folder === 'errors.ts' || folder === 'remedy.ts') return 'errors';
  return /^engine(-[a-z]+)?\.ts$/.test(folder) ? 'interface' : 'engine';
}

const statement = /^(?:import|export)\s+(?<type>type\s+)?(?<names>[^;'"]*?)from\s+'(?<path>\.[^']+)'/gmsu;

const forItsEffect = /^import\s+'(?<path>\.[^']+)'/gmu;

const atRunTime = /\bimport\('(?<path>\.[^']+)'\)/gu;

/** True where every name in the braces is marked as a type. */
function namesTypesOnly(names: string): boolean {
  const listed = /^\s*\{(?<list>.*)\}\s*$/su.exec(names)?.groups?.['list'];
  const parts = (listed ?? '').split(',').map((name) => name.trim());
  const given = parts.filter((name) => name !== '');
  return given.length > 0 && given.every((name) => name.startsWith('type '));
}

function sources(...tops: readonly string[]): string[] {
  return tops.flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/u.test(name))
      .map((name) => `${top}/${name.replaceAll('\\', '/')}`),
  );
}

/** The part of the window that a file of renderer/ belongs to. */
export function windowPartOf(file: string): string {
  const [, folder = '', ...rest] = file.split('/');
  if (rest.length === 0) return 'start';
  return folder === 'features' ? `features/${rest[0] ?? ''}` : folder;
}

/** Imports between the parts of the window; style sheets are parts, too. */
export function arrowsOfTheWindow(): Arrow[] {
  return arrowsBetween(sources('renderer'), windowPartOf).filter(({ target }) =>
    target.startsWith('renderer/'),
  );
}

const tops = ['src-engine', 'electron', 'serve', 'renderer'];

/** Imports between different categories; the guide, which the window shows, is no code. */
export function arrowsOfTheSources(): Arrow[] {
  return arrowsBetween(sources(...tops), categoryOf).filter(({ target }) =>
    tops.some((top) => target.startsWith(`${top}/`)),
  );
}

function arrowsBetween(files: readonly string[], placeOf: (file: string) => string): Arrow[] {
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const arrow = (path: string | undefined, kind: Arrow['kind']): Arrow[] => {
      const target = posix.join(posix.dirname(file), path ?? '');
      const [from, to] = [placeOf(file), placeOf(target)];
      return from === to ? [] : [{ file, target, from, to, kind }];
    };
    return [
      ...[...text.matchAll(statement)].flatMap(({ groups = {} }) => {
        const typesOnly = groups['type'] !== undefined || namesTypesOnly(groups['names'] ?? '');
        return arrow(groups['path'], typesOnly ? 'type' : 'value');
      }),
      ...[...text.matchAll(forItsEffect)].flatMap(({ groups = {} }) => arrow(groups['path'], 'value')),
      ...[...text.matchAll(atRunTime)].flatMap(({ groups = {} }) => arrow(groups['path'], 'value')),
    ];
  });
}

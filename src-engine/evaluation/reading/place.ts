/** Where questions are looked for: a folder with what lies in and below it, walked once. Opens no file before it is asked to. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { readAt, withFile } from '../../files/bounded-file.ts';
import type { MayRead } from '../../engine.ts';
import { barred } from '../../files/may-read.ts';
import { headOf, type FileHead } from '../file-head.ts';
import { imageFinder, type ImageFinder } from './image-finder.ts';

export interface Place {
  /** What was given, absolute: the folder, or one file in it. */
  readonly given: string;
  readonly folder: string;
  /** Files that may hold questions or answers; nearer ones first, then by name. */
  readonly files: readonly Candidate[];
  readonly images: ImageFinder;
}

export interface Candidate {
  readonly path: string; // absolute
  readonly name: string; // without its folder
  readonly under: string; // its folder, below the place's; empty for the place's own
  /** Read once. What cannot be read looks like nothing. */
  readonly head: () => Promise<FileHead>;
  /** The first characters of the file. */
  readonly text: () => Promise<string>;
}

/** Enough for 'Images/mscoco/val2014', and for ScienceQA's folder a question. */
const deepest = 5;
/** Folders and files; what lies further is not looked at. */
const mostEntries = 1_000_000;
const mostCandidates = 20_000;
const headBytes = 65_536;
const imageEndings = /\.(?:jpe?g|png|webp|bmp|gif|tiff?|avif|jfif)$/i;
const questionEndings = /\.(?:json|jsonl|tsv|txt|csv)$/i;

/** @param mayRead asked about links: what is none lies where it seems to, in a folder that may be read */
export async function lookAround(folder: string, given: string = folder, mayRead?: MayRead): Promise<Place> {
  const files: Candidate[] = [];
  const folders: { readonly path: string; readonly images: Set<string> }[] = [];
  let waiting = [folder];
  let entries = 0;
  for (let depth = 0; depth <= deepest && waiting.length > 0; depth++) {
    const below: string[] = [];
    for (const path of waiting) {
      if (entries > mostEntries) break;
      const inside = await readdir(path, { withFileTypes: true }).catch(() => []);
      entries += inside.length;
      const images = new Set<string>();
      for (const entry of inside) {
        const { name } = entry;
        if (name.startsWith('.') || name === '__MACOSX' || name === 'node_modules') continue;
        if (await leadsOut(entry, join(path, name), mayRead)) continue;
        if (imageEndings.test(name)) images.add(name);
        else if (questionEndings.test(name)) {
          if (files.length < mostCandidates) files.push(candidate(join(path, name), folder));
        } else if (entry.isDirectory() || (entry.isSymbolicLink() && !name.includes('.'))) {
          below.push(join(path, name));
        }
      }
      if (images.size > 0) folders.push({ path, images });
    }
    waiting = below.sort();
  }
  files.sort((a, b) => steps(a) - steps(b) || (a.path < b.path ? -1 : 1));
  return { given, folder, files, images: imageFinder(folders) };
}

const leadsOut = async (entry: Dirent, path: string, mayRead: MayRead | undefined): Promise<boolean> =>
  mayRead !== undefined && entry.isSymbolicLink() && (await barred(mayRead, path)) !== undefined;

const steps = ({ under }: Candidate): number => (under === '' ? 0 : under.split('/').length);

function candidate(path: string, folder: string): Candidate {
  let bytes: Promise<Buffer> | undefined;
  const read = (): Promise<Buffer> => (bytes ??= firstBytes(path));
  return {
    path,
    name: basename(path),
    under: relative(folder, dirname(path)).replaceAll('\\', '/'),
    head: async () => headOf(await read()),
    text: async () => new TextDecoder('utf-8').decode(await read()),
  };
}

function firstBytes(path: string): Promise<Buffer> {
  const subject = { file: path, code: 'bad-input', remedy: 'check it' } as const;
  return withFile(path, subject, async (handle) => readAt(handle, 0, headBytes)).catch(() => Buffer.alloc(0));
}

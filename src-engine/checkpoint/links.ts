/**
 * Links in a model folder: those that stay in it and those into the blobs of a download cache are followed, no others. A folder that somebody
 * else made must not have other files of its user read.
 */
import { opendir, readlink, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { published } from '../files/published-json.ts';
import { refusal } from '../files/refusal.ts';
import { quotePath } from '../files/words.ts';

/** What of a folder is read at all. */
const readNames = /\.(?:json|jinja|safetensors|model)$|^chat_templates$/iu;
/** Where downloaders keep the files that a folder's links lead to, each under its hash. */
const blob = /(?:^|[\\/])models--[^\\/]+[\\/]blobs[\\/][^\\/]+$/u;
/** A folder of pictures may hold a million names; those of a model stand among the first. */
const mostNames = 20_000;

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Throws `bad-checkpoint` for a path that a link leads out of the folder. What is not there is somebody else's to say. */
export async function checkLink(directory: string, path: string): Promise<void> {
  const [root, real] = await Promise.all(
    [directory, path].map((each) => realpath(each).catch(() => undefined)),
  );
  if (root === undefined || real === undefined || isInside(root, real) || blob.test(real)) return;
  const target = await readlink(path).catch(() => real); // it may be a folder on the way that is a link
  throw refusal(published(path), `is a link to ${quotePath(target)}, outside of its folder`, {
    cure: 'copy the file itself into the folder',
  });
}

/** The same for everything that is read directly in the folder. */
export async function checkLinks(directory: string): Promise<void> {
  const links: string[] = [];
  try {
    let seen = 0;
    for await (const entry of await opendir(directory)) {
      if (entry.isSymbolicLink() && readNames.test(entry.name)) links.push(join(directory, entry.name));
      if (++seen >= mostNames) break;
    }
  } catch {
    return; // whoever reads the folder next says what is wrong with it
  }
  for (const link of links.sort()) await checkLink(directory, link);
}

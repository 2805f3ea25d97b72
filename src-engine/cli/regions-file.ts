/** Reads the regions of a picture from a file. */
import { readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import type { Subject } from '../files/refusal.ts';
import { mostRegionBytes, regionsFileSchema } from '../reduction/steering/file.ts';
import type { SteeredRegion } from '../reduction/steering/regions.ts';

/** Throws `bad-input` naming the file, the field and what it must be. */
export async function readRegions(path: string): Promise<readonly SteeredRegion[]> {
  const subject: Subject = {
    file: path,
    code: 'bad-input',
    remedy:
      'give a file with {"version":1,"regions":[{"name":"face","shape":{"kind":"box","x":0,"y":0,"width":80,"height":60},"budget":"100%"}]}, in pixels of the picture',
  };
  return document(regionsFileSchema, await readText(path, mostRegionBytes, subject), subject).regions;
}

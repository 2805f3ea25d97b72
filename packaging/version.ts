/** The version of everything that is made: package.json's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.looseObject({ version: z.string().regex(/^\d+\.\d+\.\d+$/u) });

/** @param root folder of the checkout */
export function readVersion(root: string): string {
  return schema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;
}

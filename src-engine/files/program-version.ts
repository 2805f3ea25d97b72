/** What the nearest package.json above says of the program: the same in the checkout, beside a built file and in a package. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const schema = z.object({
  version: z.string(),
  scripts: z.object({ start: z.string().optional() }).optional(),
});

function manifest(): z.infer<typeof schema> {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return schema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

export function programVersion(): string {
  return manifest().version;
}

/** What opens the window from a checkout. The npm package has neither script nor window. */
export function startCommand(): string | undefined {
  return manifest().scripts?.start === undefined ? undefined : 'npm start';
}

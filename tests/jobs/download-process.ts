/** Downloads a model to its end, in a process that may be killed at any moment: `download-process.ts ENDPOINT CACHE LOG`. Every piece that is on the disk is a line of LOG. */
import { appendFileSync } from 'node:fs';
import { hubAccess } from '../../src-engine/hub/access.ts';
import { download } from '../../src-engine/hub/download.ts';

async function fetchAll([endpoint = '', cache = '', log = '']: readonly string[]): Promise<void> {
  await download(
    { name: 'org/model', revision: 'main', commit: 'a'.repeat(40) },
    {
      access: await hubAccess({ HF_ENDPOINT: endpoint, HF_HOME: cache }),
      cache,
      tuning: { pieceBytes: 4096, connections: 3 },
      kept: () => appendFileSync(log, 'piece\n'),
    },
  );
}

void fetchAll(process.argv.slice(2));

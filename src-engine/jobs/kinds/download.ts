/** Fetching a model from the hub. What has come lies in the cache, whole pieces of files included, and a download that goes on begins there. */
import { download as downloadModel } from '../../hub/download.ts';
import type { JobKindObject } from '../kind.ts';

export const download: JobKindObject<'download'> = {
  beside: true,
  unit: 'bytes',
  about: ({ download: { name } }) => name,
  title: ({ download: { name, repair } }) => `${repair === true ? 'Checking' : 'Downloading'} ${name}`,
  run: async ({ download: request }, { hub, call, kept }) => ({
    kind: 'download',
    download: await downloadModel(request, {
      access: await hub.access(),
      cache: hub.cache(),
      signal: call.signal,
      report: (stage, done, total) => call.onProgress?.({ stage, done, total }),
      kept,
    }),
  }),
};

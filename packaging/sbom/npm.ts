/** npm's own list of what a lockfile holds, in CycloneDX. It knows packages only, of every system; components.ts makes of it what is inside. */
import { spawnSync } from 'node:child_process';
import { z } from 'zod';

const componentSchema = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string().optional(),
  type: z.string(),
});
export type Component = z.infer<typeof componentSchema>;

const bomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});
export type Bom = z.infer<typeof bomSchema>;

/** @param root folder of the checkout; nothing is asked of a registry */
export function npmBom(root: string): Bom {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const words = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  const { status, stdout, stderr } = spawnSync(npm, words, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr.trim()}`);
  return bomSchema.parse(JSON.parse(stdout));
}

/** Which kinds of packages are made here, and for each of the others the line that says why not. */
import { kindNames, kinds, type KindName } from './kinds.ts';

export interface Surroundings {
  readonly platform: string;
  readonly hasProgram: (name: string) => boolean;
  /** Whether the host answers that electron-builder fetches its tools from. */
  readonly reachesTools: () => Promise<boolean>;
}

export interface Choice {
  readonly made: readonly KindName[];
  readonly leftOut: readonly string[];
}

const systems = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' } as const;
const mirror = 'ELECTRON_BUILDER_BINARIES_MIRROR';

/** Of all kinds. */
export async function choosePossible(here: Surroundings): Promise<Choice> {
  const made: KindName[] = [];
  const leftOut: string[] = [];
  for (const name of kindNames) {
    const obstacle = await obstacleOf(name, here);
    if (obstacle === undefined) made.push(name);
    else leftOut.push(`${name} is left out: ${obstacle}.`);
  }
  return { made, leftOut };
}

/** Words without a full stop, undefined where nothing is in the way. */
export async function obstacleOf(name: KindName, here: Surroundings): Promise<string | undefined> {
  const { system, tools, fetches } = kinds[name];
  if (system !== 'any' && system !== here.platform) return `it is made on ${systems[system]}`;
  for (const [program, source] of Object.entries(tools)) {
    if (!here.hasProgram(program)) return `it wants ${program} (${source})`;
  }
  if (fetches && !(await here.reachesTools())) {
    return `electron-builder fetches its tools from github.com, which does not answer; ${mirror} names a mirror`;
  }
  return undefined;
}

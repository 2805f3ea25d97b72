/** Who answers for the packages: a name, and an address that whoever releases them gives. */
import { maintainer, maintainerAddress } from './metadata.ts';

const variable = 'DYMU_MAINTAINER_ADDRESS';

/** Nothing that has a meaning in a control file, a spec or a desktop entry. */
const plainAddress = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*$/u;

/** "The DyMU Explorer authors <somebody@example.org>". Without the variable, or with an empty one, the address where nobody answers. */
export function maintainerWords(environment: NodeJS.ProcessEnv): string {
  const said = environment[variable] ?? '';
  const address = said === '' ? maintainerAddress : said;
  if (!plainAddress.test(address))
    throw new Error(`${variable} is not an address of the form name@host; set it to one, or not at all.`);
  return `${maintainer} <${address}>`;
}

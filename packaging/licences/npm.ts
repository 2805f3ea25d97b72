/** The licences of the npm packages inside a package, with the words they ask to be kept. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string; // SPDX expression
  readonly texts: readonly string[];
}

const manifestSchema = z.looseObject({ name: z.string(), version: z.string(), license: z.string() });
const isLicence = /^(?:licen[cs]e|copying|notice|third[-_ ]?party)/iu;

/** Packages that come without the text of their licence: where it is taken from. */
const elsewhere: readonly { readonly of: RegExp; readonly texts: readonly string[] }[] = [
  {
    of: /^@bufbuild\/protobuf$/u,
    texts: ['packaging/licences/texts/Apache-2.0.txt', 'packaging/licences/texts/protobuf.txt'],
  },
  { of: /^@libsql\//u, texts: ['node_modules/libsql/LICENSE'] },
  { of: /^lazy-val$/u, texts: ['packaging/licences/texts/lazy-val.txt'] },
  { of: /^onnxruntime-/u, texts: ['packaging/licences/texts/onnxruntime.txt'] },
  { of: /^@img\/sharp-libvips-/u, texts: ['packaging/licences/texts/LGPL-3.0.txt'] },
  {
    of: /^@react-(?:aria|stately|types)\/|^(?:react-aria|react-stately)/u,
    texts: ['packaging/licences/texts/Apache-2.0.txt'],
  },
];

/**
 * @param root folder of the checkout
 * @param folder of the package, relative to it
 * @throws Error a sentence, where a package says nothing
 */
export function licenceOf(root: string, folder: string): Licence {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')));
  const own = readdirSync(join(root, folder))
    .filter((name) => isLicence.test(name))
    .map((name) => `${folder}/${name}`);
  const files = own.length > 0 ? own : (elsewhere.find(({ of }) => of.test(manifest.name))?.texts ?? []);
  const texts = files
    .filter((file) => existsSync(join(root, file)))
    .map((file) => readFileSync(join(root, file), 'utf8').trim());
  if (texts.length === 0) {
    throw new Error(
      `${folder} brings no text of its licence (${manifest.license}); say in packaging/licences/npm.ts where it stands.`,
    );
  }
  return { name: manifest.name, version: manifest.version, licence: manifest.license, texts };
}

/** One text, packages by name; equal texts are written once. */
export function licencesText(licences: readonly Licence[]): string {
  const byText = new Map<string, Licence[]>();
  for (const licence of licences) {
    const text = licence.texts.join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), licence]);
  }
  const sections = [...byText].map(([text, packages]) => {
    const heads = packages.map(({ name, version, licence }) => `${name} ${version} (${licence})`);
    return `${heads.join('\n')}\n${'-'.repeat(72)}\n${text}\n`;
  });
  return sections.join(`\n${'='.repeat(72)}\n`);
}

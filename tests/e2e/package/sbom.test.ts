/** The package's list of what is inside, against the published schema of CycloneDX: what reads such lists can read this one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../support/launch.ts';
import { resources } from './packaged.ts';

const schemas = join(root, 'node_modules/@cyclonedx/cyclonedx-library/res/schema');
const documentSchema = z.looseObject({ components: z.array(z.looseObject({})).min(50) });

const schemaOf = (name: string): object =>
  z.looseObject({}).parse(JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8')));

it('is valid by the schema of CycloneDX 1.5, names of licences too', () => {
  // Formats are addresses of all kinds, which need further packages; everything else is checked.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(schemaOf(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const validate = ajv.compile(schemaOf('bom-1.5'));
  const bill = documentSchema.parse(JSON.parse(readFileSync(join(resources, 'sbom.cdx.json'), 'utf8')));
  expect(bill['specVersion']).toBe('1.5');
  validate(bill);
  expect(validate.errors ?? []).toEqual([]);
  const wrong = { ...bill.components[0], licenses: [{ license: { id: 'No-Such-Licence' } }] };
  expect(validate({ ...bill, components: [wrong] })).toBe(false);
});

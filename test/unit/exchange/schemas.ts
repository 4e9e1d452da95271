import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** Schemas of OASIS and of the Center for Threat-Informed Defense, beside the clone, not in it. */
export const SCHEMAS = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'formats', 'stix');
const OASIS = 'http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas';

export interface StixObject {
  readonly id: string;
  readonly type: string;
  readonly [member: string]: unknown;
}

export function bundleOf(text: string): { readonly id: string; readonly objects: readonly StixObject[] } {
  return JSON.parse(text) as ReturnType<typeof bundleOf>;
}

export function validators(): {
  official: ValidateFunction;
  byType: (type: string) => ValidateFunction;
  flow: ValidateFunction;
} {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
  // Some name the dialect by an address that is not its own.
  const read = (path: string): Record<string, unknown> => {
    const { $schema: _, ...schema } = JSON.parse(readFileSync(join(SCHEMAS, path), 'utf8')) as Record<
      string,
      unknown
    >;
    return schema;
  };
  for (const kind of ['common', 'observables', 'sdos', 'sros'])
    for (const name of readdirSync(join(SCHEMAS, 'oasis-open', kind))) {
      const schema = { ...read(`oasis-open/${kind}/${name}`), $id: `${OASIS}/${kind}/${name}` };
      ajv.addSchema(schema);
      // The flow's schema names the same file under the branch that it was on.
      if (name === 'timestamp.json')
        ajv.addSchema({
          ...schema,
          $id: 'https://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/master/schemas/common/timestamp.json',
        });
    }
  const places = new Map(
    ['observables', 'sdos', 'sros'].flatMap((kind) =>
      readdirSync(join(SCHEMAS, 'oasis-open', kind)).map(
        (name) => [name.slice(0, -'.json'.length), `${OASIS}/${kind}/${name}`] as const,
      ),
    ),
  );
  const get = (id: string): ValidateFunction => ajv.getSchema(id) ?? assert.fail(`no schema ${id}`);
  return {
    official: get(`${OASIS}/common/bundle.json`),
    byType: (type) => get(places.get(type) ?? `${OASIS}/common/${type}.json`),
    flow: ajv.compile(read('attack-flow-schema-2.0.0.json')),
  };
}

/** Own checks, where the schemas are not there too: ids are unique, and each reference is to an object of the bundle. */
export function assertWhole(text: string): void {
  const { objects } = bundleOf(text);
  const ids = new Set(objects.map(({ id }) => id));
  assert.equal(ids.size, objects.length, 'an id twice');
  const check = (value: unknown, name: string): void => {
    if (typeof value === 'string' && /_refs?$/.test(name))
      assert.ok(ids.has(value), `${name} ${value} is not in the bundle`);
    else if (Array.isArray(value)) for (const each of value) check(each, name);
    else if (typeof value === 'object' && value !== null)
      for (const [member, own] of Object.entries(value)) check(own, member);
    assert.notEqual(value, null);
  };
  for (const object of objects) for (const [name, value] of Object.entries(object)) check(value, name);
}

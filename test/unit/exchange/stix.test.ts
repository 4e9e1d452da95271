import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { attackFlow } from '../../../src/exchange/stix/attackFlow.ts';
import { stixTimeline } from '../../../src/exchange/stix/stixBundle.ts';
import { event, story, textOf } from './stories.ts';

/** Schemas of OASIS and of the Center for Threat-Informed Defense, beside the clone, not in it. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'formats', 'stix');
const OASIS = 'http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas';

interface StixObject {
  readonly id: string;
  readonly type: string;
  readonly [member: string]: unknown;
}

function bundle(text: string): { readonly id: string; readonly objects: readonly StixObject[] } {
  return JSON.parse(text) as ReturnType<typeof bundle>;
}

function validators(): {
  official: ValidateFunction;
  byType: (type: string) => ValidateFunction;
  flow: ValidateFunction;
} {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
  // Some name the dialect by an address that is not its own.
  const read = (path: string): Record<string, unknown> => {
    const { $schema: _, ...schema } = JSON.parse(readFileSync(join(FOLDER, path), 'utf8')) as Record<
      string,
      unknown
    >;
    return schema;
  };
  for (const kind of ['common', 'observables', 'sdos', 'sros'])
    for (const name of readdirSync(join(FOLDER, 'oasis-open', kind))) {
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
      readdirSync(join(FOLDER, 'oasis-open', kind)).map(
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
function assertWhole(text: string): void {
  const { objects } = bundle(text);
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

describe('STIX exports', () => {
  const flow = (text: string) =>
    bundle(text).objects.filter(({ type }) => type.startsWith('attack-') && type !== 'attack-pattern');

  it('validates with the official schemas', function () {
    this.timeout(30_000);
    if (!existsSync(FOLDER)) return this.skip();
    const { official, byType, flow: ofFlow } = validators();
    const stix = stixTimeline(story());
    const attack = attackFlow(story());
    // The schema of a bundle lists no notes, which STIX 2.1 has, and takes no object of an extension.
    const { objects, ...rest } = bundle(textOf(stix));
    const listed = { ...rest, objects: objects.filter(({ type }) => type !== 'note') };
    assert.ok(official(listed), JSON.stringify(official.errors?.slice(0, 3)));
    for (const object of bundle(textOf(stix)).objects) {
      const validate = byType(object.type);
      assert.ok(validate(object), `${object.type}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
    }
    for (const object of flow(textOf(attack)))
      assert.ok(ofFlow(object), `${object.type}: ${JSON.stringify(ofFlow.errors?.slice(0, 3))}`);
    // The schemas do refuse what is wrong.
    const [action] = flow(textOf(attack)).filter(({ type }) => type === 'attack-action');
    assert.ok(!ofFlow({ ...action, technique_id: 5 }));
  });

  it('refers only to what is in the bundle, and says what is not', () => {
    for (const exported of [stixTimeline(story()), attackFlow(story())]) {
      const text = textOf(exported);
      assertWhole(text);
      for (const loss of exported.losses) assert.ok(text.includes(JSON.stringify(loss).slice(1, -1)), loss);
    }
  });

  it('has an observation of each event with a time, and none of one without', () => {
    const { objects } = bundle(textOf(stixTimeline(story())));
    assert.equal(objects.filter(({ type }) => type === 'observed-data').length, 8);
    assert.equal(objects.filter(({ type }) => type === 'note').length, 9);
    const rows = objects
      .filter(({ type }) => type === 'artifact')
      .map(({ payload_bin }) => Buffer.from(String(payload_bin), 'base64').toString());
    for (const { row } of story().events) assert.ok(rows.includes(JSON.stringify(row)));
    const [link] = objects.filter(({ type }) => type === 'relationship');
    assert.match(String(link?.['description']), /same session/);
  });

  it('gives an event the same id in each export of it', () => {
    const ids = (made: string) => bundle(textOf(stixTimeline(story({ made })))).objects.map(({ id }) => id);
    assert.deepEqual(ids('2026-03-02T12:00:00Z'), ids('2026-04-02T12:00:00Z'));
  });

  it('connects every action to the flow, rings of links included', () => {
    const linked = (id: string, from: string) =>
      event(id, { links: [{ from, state: 'accepted', reason: 'r', by: 'ana', at: '2026-03-01T12:00:00Z' }] });
    const text = textOf(
      attackFlow(
        story({
          events: [linked('a', 'b'), linked('b', 'a'), event('c'), linked('d', 'c'), linked('f', 'gone')],
        }),
      ),
    );
    const objects = flow(text);
    const waiting = objects.flatMap(({ start_refs: starts }) => (starts ?? []) as string[]);
    const reached = new Set<string>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(...((objects.find(({ id }) => id === next)?.['effect_refs'] ?? []) as string[]));
    }
    assert.equal(reached.size, 5);
    assertWhole(text);
  });

  it('makes no flow of nothing', () => {
    assert.throws(() => attackFlow(story({ events: [] })), { code: 'exchange.no-events' });
    assertWhole(textOf(stixTimeline(story({ events: [] }))));
  });
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { attackFlow } from '../../../src/exchange/stix/attackFlow.ts';
import { stixTimeline } from '../../../src/exchange/stix/stixBundle.ts';
import { assertWhole, bundleOf, SCHEMAS, validators } from './schemas.ts';
import { event, story, textOf } from './stories.ts';

describe('STIX exports', () => {
  const flow = (text: string) =>
    bundleOf(text).objects.filter(({ type }) => type.startsWith('attack-') && type !== 'attack-pattern');

  it('validates with the official schemas', function () {
    this.timeout(30_000);
    if (!existsSync(SCHEMAS)) return this.skip();
    const { official, byType, flow: ofFlow } = validators();
    const stix = stixTimeline(story());
    const attack = attackFlow(story());
    // The schema of a bundle lists no notes, which STIX 2.1 has, and takes no object of an extension.
    const { objects, ...rest } = bundleOf(textOf(stix));
    const listed = { ...rest, objects: objects.filter(({ type }) => type !== 'note') };
    assert.ok(official(listed), JSON.stringify(official.errors?.slice(0, 3)));
    for (const object of bundleOf(textOf(stix)).objects) {
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
    const { objects } = bundleOf(textOf(stixTimeline(story())));
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
    const ids = (made: string) => bundleOf(textOf(stixTimeline(story({ made })))).objects.map(({ id }) => id);
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

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { ATTACK_VERSIONS, technique, techniques } from '../../../src/attack/data/attackData.ts';
import { isoFromTicks, ticksFromIso } from '../../../src/base/ticks.ts';
import type { EventDraft, TechniqueClaim, TimelineEvent } from '../../../src/domain/timelineEvent.ts';
import type { Story } from '../../../src/exchange/exchange.ts';
import { EXPORT_FORMATS, exportFormat } from '../../../src/exchange/formats.ts';
import { draftsOf, readTimesketch } from '../../../src/exchange/readTimesketch.ts';
import { assertWhole, bundleOf, SCHEMAS, validators } from './schemas.ts';
import { event, story, textOf } from './stories.ts';

const RUNS = 40;
/** What a draft has of an event. */
const KEPT = ['time', 'end', 'title', 'table', 'severity', 'entities', 'techniques', 'note', 'row'] as const;

/** Any text a log may hold: whole planes of Unicode, halves of pairs, and what other readers take for their own syntax. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '',
    ' ',
    '=1+1',
    '\ud800',
    '\u0000',
    '\u202e',
    'a\r\nb',
    "'",
    '"',
    ',',
    '|',
    '</script>',
    '-->',
    '\u{1f9ff}\u{10ffff}',
    '\u061c\u200f\u2066',
    'ß'.repeat(17_000),
  ),
);
const ticks = fc.bigInt({
  min: ticksFromIso('0001-01-01T00:00:00Z')!,
  max: ticksFromIso('9999-12-31T23:59:59.9999999Z')!,
});
const time = fc.oneof(
  ticks.map(isoFromTicks),
  fc.constantFrom('0001-01-01T00:00:00Z', '9999-12-31T23:59:59.9999999Z', '1969-12-31T23:59:59.9999995Z'),
);
const version = fc.constantFrom(...ATTACK_VERSIONS);

/** Of any version: active, revoked or deprecated in it or in another, or of none. */
const claim: fc.Arbitrary<TechniqueClaim> = fc
  .tuple(version, fc.nat(), fc.constantFrom('known', 'unknown', 'none'))
  .chain(([attackVersion, at, kind]) => {
    const ids = [...techniques(attackVersion).keys()];
    return fc.record({
      technique: fc.constant(
        kind === 'known' ? (ids[at % ids.length] ?? '') : kind === 'unknown' ? 'T0001' : '',
      ),
      attackVersion: fc.constant(attackVersion),
      confidence: fc.constantFrom('high', 'medium', 'low'),
      by: fc.oneof(
        text.map((rule) => ({ rule })),
        text.map((person) => ({ person })),
      ),
      reason: text,
    });
  });

const kinds = [
  'account',
  'host',
  'ip',
  'url',
  'dns',
  'file',
  'mailbox',
  'azure-resource',
  'cloud-application',
] as const;

function eventOf(id: string): fc.Arbitrary<TimelineEvent> {
  return fc
    .record({
      time: fc.option(time),
      end: fc.option(time),
      title: text,
      table: text,
      severity: fc.constantFrom('high', 'medium', 'low', 'informational'),
      entities: fc.array(fc.record({ kind: fc.constantFrom(...kinds), value: text }), { maxLength: 4 }),
      techniques: fc.array(claim, { maxLength: 4 }),
      note: text,
      links: fc.array(
        fc.record({
          from: fc.constantFrom('e0', 'e1', 'e2', 'e3', 'gone'),
          state: fc.constantFrom('accepted', 'rejected'),
          reason: text,
          by: text,
          at: time,
        }),
        { maxLength: 2 },
      ),
      row: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null)), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    })
    .map((change) => event(id, JSON.parse(JSON.stringify(change)) as Partial<TimelineEvent>));
}

const anyStory: fc.Arbitrary<Story> = fc
  .record({ count: fc.nat(5), title: text, by: text, attackVersion: version })
  .chain(({ count, ...about }) =>
    fc
      .tuple(...Array.from({ length: count }, (_, i) => eventOf(`e${i}`)))
      .map((events) => story({ ...about, events })),
  );

describe('exports of any story', function () {
  this.timeout(60_000);
  const withEvents = anyStory.filter(({ events }) => events.length > 0);

  it('are made of anything, twice the same, and of nothing where a format can hold nothing', () => {
    fc.assert(
      fc.property(anyStory, (any) => {
        for (const format of EXPORT_FORMATS) {
          const { id } = format;
          const make = (): unknown => format.make(any);
          if (id === 'png') continue;
          if (any.events.length === 0 && (id === 'attack-flow' || id === 'afb'))
            assert.throws(make, { code: 'exchange.no-events' });
          else assert.deepEqual(make(), make(), id);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('are STIX 2.1 and Attack Flow 2.0 by the official schemas', function () {
    if (!existsSync(SCHEMAS)) return this.skip();
    const { official, byType, flow } = validators();
    fc.assert(
      fc.property(withEvents, (any) => {
        const stix = textOf(exportFormat('stix').make(any));
        assertWhole(stix);
        // The schema of a bundle lists no notes, which STIX 2.1 has.
        const { objects, ...rest } = bundleOf(stix);
        const listed = { ...rest, objects: objects.filter(({ type }) => type !== 'note') };
        assert.ok(official(listed), JSON.stringify(official.errors?.slice(0, 3)));
        const attack = textOf(exportFormat('attack-flow').make(any));
        assertWhole(attack);
        const flows = bundleOf(attack).objects;
        assert.equal(flows.filter(({ type }) => type === 'attack-flow').length, 1);
        for (const object of [...objects, ...flows]) {
          const isFlow = /^attack-(?!pattern)/.test(object.type);
          const validate = isFlow ? flow : byType(object.type);
          assert.ok(
            validate(object),
            `${JSON.stringify(object)}: ${JSON.stringify(validate.errors?.slice(0, 3))}`,
          );
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('are layers with techniques that the version has, each once, scored within the gradient', () => {
    fc.assert(
      fc.property(anyStory, (any) => {
        const layer = JSON.parse(textOf(exportFormat('navigator').make(any))) as {
          name: string;
          versions: { attack: string };
          techniques: { techniqueID: string; score: number; metadata: { name: string; value: string }[] }[];
        };
        assert.equal(layer.versions.attack, any.attackVersion.split('.')[0]);
        const ids = layer.techniques.map(({ techniqueID }) => techniqueID);
        assert.equal(new Set(ids).size, ids.length);
        for (const id of ids) {
          const found = technique(id, any.attackVersion);
          assert.ok(found && !found.deprecated && found.revokedBy === null, `${id} in ${any.attackVersion}`);
        }
        for (const { score, metadata } of layer.techniques) {
          assert.ok(score >= 0 && score <= 100);
          assert.ok(metadata.every(({ value }) => typeof value === 'string' && value !== ''));
        }
      }),
      { numRuns: RUNS },
    );
  });

  for (const id of ['timesketch', 'timesketch-csv'])
    it(`come back from ${id} as they were, but for what it names`, () => {
      const draft = (event: TimelineEvent): Partial<EventDraft> =>
        Object.fromEntries(KEPT.map((name) => [name, event[name]]));
      fc.assert(
        fc.property(anyStory, (any) => {
          const file = readTimesketch(textOf(exportFormat(id).make(any)));
          assert.deepEqual(file.rejected, []);
          assert.deepEqual(draftsOf(file), any.events.filter((each) => each.time !== null).map(draft));
        }),
        { numRuns: RUNS },
      );
    });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TimelineEvent } from '../../../src/domain/timelineEvent.ts';
import { tracksOf } from '../../../src/exchange/afbTracks.ts';
import { exportFormat } from '../../../src/exchange/formats.ts';
import { claim, event, story, textOf } from './stories.ts';

interface Block {
  readonly id: string;
  readonly instance: string;
  readonly properties?: readonly (readonly [string, unknown])[];
  readonly anchors?: Readonly<Record<string, string>>;
  readonly latches?: readonly string[];
  readonly source?: string;
  readonly target?: string;
  readonly handles?: readonly string[];
}

interface Canvas {
  readonly objects: readonly Block[];
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
  readonly camera: { readonly x: number; readonly y: number };
}

const canvasOf = (events: readonly TimelineEvent[]) =>
  JSON.parse(textOf(exportFormat('afb').make(story({ events })))) as Canvas;

const caused = (id: string, ...causes: string[]) =>
  event(id, {
    title: id,
    techniques: [],
    links: causes.map((from) => ({
      from,
      state: 'accepted' as const,
      reason: '',
      by: 'ana',
      at: '2026-03-01T12:00:00Z',
    })),
  });

/** At least: letters that are as wide as high fill a line of 300 with 21 in the size of values, 17 in that of names. */
function linesOf(text: string, font: 'name' | 'value'): number {
  const [squares, letters] = font === 'name' ? [17, 32] : [21, 40];
  return text.split('\n').reduce((sum, line) => {
    const perLine = /\p{Script=Han}|W{9}/u.test(line) ? squares : letters;
    return sum + Math.max(1, Math.ceil(line.length / perLine));
  }, 0);
}

describe('layout of a builder file', () => {
  const noted = (text: string) => [1, 2, 3].map((n) => event(String(n), { note: text.repeat(n * 20) }));
  const named = (value: string) =>
    event('1', { entities: [1, 2, 3].map((n) => ({ kind: 'file', value: `${n}${value}` })) });
  for (const [what, events] of [
    ['of any text', story().events],
    ['with long notes', noted('What was seen. ')],
    ['with long notes in an East Asian script', noted('攻撃者が通知を送信した')],
    ['with long notes in wide letters', noted('WWWWWWWWW')],
    ['with long names in an East Asian script', [named('攻撃者'.repeat(60))]],
    ['with long names in wide letters', [named('W'.repeat(180))]],
  ] as const)
    it(`lays no block over another, ${what}`, () => {
      const { objects, layout } = canvasOf(events);
      for (const template of ['action', 'asset']) {
        // The builder draws 66 units around names and fields, 30 over each field and 20 for each line.
        const blocks = objects
          .filter(({ id }) => id === template)
          .map(({ instance, properties = [] }) => {
            const value = new Map(properties);
            const others = ['confidence', 'execution_start', 'execution_end'].filter(
              (name) => (value.get(name) ?? null) !== null,
            ).length;
            const fields = others + ((value.get('technique_id') ?? null) === null ? 0 : 2);
            const lines =
              linesOf(String(value.get('name')), 'name') +
              linesOf(String(value.get('description')), 'value') +
              fields;
            return { y: layout[instance]?.[1] ?? NaN, height: 66 + 30 * (fields + 1) + 20 * lines };
          })
          .sort((a, b) => a.y - b.y);
        for (const [i, { y, height }] of blocks.entries()) {
          const next = blocks[i + 1];
          if (next) assert.ok(next.y - y >= (height + next.height) / 2, `${template} ${i}: ${next.y - y}`);
        }
      }
    });

  it('places blocks on the grid that the builder moves them on', () => {
    const { objects, layout } = canvasOf(story().events);
    for (const { id, instance } of objects)
      if (id === 'action' || id === 'asset')
        for (const at of layout[instance] ?? []) assert.equal(Math.abs(at % 5), 0, `${id} ${at}`);
  });

  it('leads a line beside the actions between, and those of different causes apart', () => {
    const { objects, layout } = canvasOf([
      caused('1'),
      caused('2', '1'),
      caused('3', '1', '5'),
      caused('4', '1', '2'),
      caused('5', '4'),
    ]);
    const ends = new Map(
      objects
        .filter(({ id }) => id === 'action')
        .flatMap(({ anchors = {}, properties = [] }) =>
          Object.entries(anchors).flatMap(([angle, anchor]) =>
            (objects.find(({ instance }) => instance === anchor)?.latches ?? []).map(
              (latch) => [latch, { event: String(new Map(properties).get('name')), angle }] as const,
            ),
          ),
        ),
    );
    const lines = objects.flatMap(({ source = '', target = '', handles: [handle = ''] = [] }) => {
      const [from, to] = [ends.get(source), ends.get(target)];
      return from && to ? [{ from, to, x: layout[handle]?.[0] }] : [];
    });
    assert.deepEqual(
      lines.map(({ from, to, x }) => [
        `${from.event}-${to.event}`,
        x === undefined ? 'straight' : 'beside',
        from.angle,
        to.angle,
      ]),
      [
        ['1-2', 'straight', '270', '90'],
        ['1-3', 'beside', '150', '210'],
        ['1-4', 'beside', '150', '210'],
        ['5-3', 'beside', '150', '210'],
        ['2-4', 'beside', '150', '210'],
        ['4-5', 'straight', '270', '90'],
      ],
    );
    const beside = lines.flatMap(({ from, x }) => (x === undefined ? [] : [[from.event, x] as const]));
    // An action is drawn 176 units to each side of its middle at most.
    for (const [, x] of beside) assert.ok(x < -176 - 12, String(x));
    const xs = new Map(beside);
    for (const [cause, x] of beside) assert.equal(xs.get(cause), x);
    assert.equal(new Set(xs.values()).size, 3);
  });

  it('opens with the first action in sight', () => {
    const { objects, layout, camera } = canvasOf([
      event('1', { techniques: [claim('T1078.004')] }),
      event('2'),
    ]);
    const first = objects.find(({ id }) => id === 'action')?.instance ?? '';
    assert.equal(camera.y, layout[first]?.[1]);
  });

  it('gives no two causes a track whose lines would pass the same action', () => {
    const ids = Array.from({ length: 9 }, (_, i) => `e${i}`);
    const links = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 20 });
    fc.assert(
      fc.property(links, (pairs) => {
        const effects = new Map<string, string[]>();
        for (const [from, to] of pairs)
          if (from !== to) effects.set(from, [...(effects.get(from) ?? []), to]);
        const tracks = tracksOf(ids, effects);
        const passed = new Set<string>();
        for (const [cause, track] of tracks) {
          const row = ids.indexOf(cause);
          const far = (effects.get(cause) ?? [])
            .map((id) => ids.indexOf(id))
            .filter((end) => end !== row + 1);
          assert.ok(far.length > 0);
          for (let i = Math.min(row, ...far); i <= Math.max(row, ...far); i++) {
            assert.ok(!passed.has(`${track} ${i}`));
            passed.add(`${track} ${i}`);
          }
        }
        for (const [from, to] of pairs)
          assert.ok(from === to || ids.indexOf(to) === ids.indexOf(from) + 1 || tracks.has(from));
      }),
    );
  });
});

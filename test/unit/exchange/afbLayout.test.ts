import assert from 'node:assert/strict';
import type { TimelineEvent } from '../../../src/domain/timelineEvent.ts';
import { exportFormat } from '../../../src/exchange/formats.ts';
import { event, story, textOf } from './stories.ts';

interface Block {
  readonly id: string;
  readonly instance: string;
  readonly properties?: readonly (readonly [string, unknown])[];
}

interface Canvas {
  readonly objects: readonly Block[];
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
}

const canvasOf = (events: readonly TimelineEvent[]) =>
  JSON.parse(textOf(exportFormat('afb').make(story({ events })))) as Canvas;

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
});

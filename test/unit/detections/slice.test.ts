import assert from 'node:assert/strict';
import type { Completeness, TimeWindow } from '../../../src/domain/answer.ts';
import type { Connection } from '../../../src/domain/connection.ts';
import { connectionSlice } from '../../../src/ruleServer/connectionSlice.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T00:00:00Z');
const at = (minute: number): string => new Date(START + minute * MINUTE).toISOString();
const COLUMNS = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'n', type: 'long' },
] as const;

/** An event each minute; an answer holds so many. */
function service(
  most: number,
  cut: Completeness = { state: 'cut', by: 'sizeLimit', reason: 'too large' },
): { readonly connection: Connection; readonly windows: TimeWindow[]; readonly texts: Set<string> } {
  const windows: TimeWindow[] = [];
  const texts = new Set<string>();
  const connection: Connection = {
    info: { name: 'soc', kind: 'logAnalytics', label: 'a workspace' },
    schema: () => Promise.resolve({ name: 'soc', tables: [{ name: 'T', columns: COLUMNS }], functions: [] }),
    dialectGaps: () => Promise.resolve([]),
    query: ({ text, window, maxRows = most }, onRows) => {
      assert.ok(window);
      windows.push(window);
      texts.add(text);
      const from = (Date.parse(window.start) - START) / MINUTE;
      const to = (Date.parse(window.end) - START) / MINUTE;
      const minutes = Array.from({ length: Math.ceil(to) - Math.ceil(from) }, (_, i) => Math.ceil(from) + i);
      onRows(minutes.slice(0, Math.min(most, maxRows)).map((minute) => [at(minute), minute]));
      return Promise.resolve({
        columns: COLUMNS,
        ordered: false,
        completeness: minutes.length > most ? cut : { state: 'complete' as const },
        statistics: { rows: minutes.length, elapsedMs: 0 },
        digest: '',
      });
    },
  };
  return { connection, windows, texts };
}

describe('detections: the slice of a connection', () => {
  it('is asked for once where the answer is whole', async () => {
    const { connection, windows, texts } = service(1000);
    const { events } = await connectionSlice(connection, { tables: ['T', 'U'], start: at(0), end: at(90) });
    assert.deepEqual(
      events.map(({ schema, rows }) => [schema.name, rows.length]),
      [['T', 90]],
    );
    assert.equal(windows.length, 1);
    assert.deepEqual([...texts], ["['T'] | extend _TimeReceived = ingestion_time()"]);
  });

  it('is halved in time until each answer is whole, without a gap and without an event twice', async () => {
    const { connection, windows } = service(100);
    const { events } = await connectionSlice(connection, { tables: ['T'], start: at(0), end: at(1000) });
    assert.deepEqual(
      events[0]?.rows.map(({ n }) => n),
      Array.from({ length: 1000 }, (_, minute) => minute),
    );
    assert.equal(windows.length, 31);
  });

  it('is refused where a minute is too much, or a source did not answer', async () => {
    await assert.rejects(
      connectionSlice(service(0).connection, { tables: ['T'], start: at(0), end: at(10) }),
      { code: 'replay.slice-cut' },
    );
    const partial = service(5, { state: 'partial', reason: 'a workspace did not answer' });
    await assert.rejects(
      connectionSlice(partial.connection, { tables: ['T'], start: at(0), end: at(10) }),
      /only a part of T/,
    );
    assert.equal(partial.windows.length, 1);
  });
});

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { BrokenAnswer } from '../../../src/azure/answers/decode.ts';
import type { AnswerForm } from '../../../src/azure/answers/forms.ts';
import { readAnswer } from '../../../src/azure/answers/readAnswer.ts';
import { parseExactJson } from '../../../src/base/exactJson.ts';
import type { JsonValue } from '../../../src/base/json.ts';
import type { Cell } from '../../../src/domain/answer.ts';

type Table = readonly (readonly [string, JsonValue])[];

const awkward = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"', '\\', '\\"', '[', ']}', '"rows":[', '{"Rows": [1,2]}', '€', '\u2028', ','),
);
const tables = fc.array(fc.tuple(awkward, fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>), {
  maxLength: 30,
});

/** Each service's answer with these rows of a string and a dynamic, its members in another order each time. */
const FORMS: Readonly<Record<AnswerForm, (rows: Table, last: boolean) => JsonValue>> = {
  logAnalytics(rows, last) {
    const columns = [
      { name: 'text', type: 'string' },
      { name: 'rows', type: 'dynamic' },
    ];
    const table = last ? { name: 'PrimaryResult', rows, columns } : { name: 'PrimaryResult', columns, rows };
    return { render: { rows: ['x'] }, tables: last ? [table] : [table, { name: 'Other', rows: [[1]] }] };
  },
  hunting(rows, last) {
    const Schema = [
      { Name: 'text', Type: 'String' },
      { Name: 'rows', Type: 'Object' },
    ];
    const results = rows.map(([text, value]) => ({ rows: value, text }));
    return last ? { results, schema: Schema } : { '@odata.context': 'x', Schema, Results: results };
  },
  kusto(rows, last) {
    const Columns = [
      { ColumnName: 'text', ColumnType: 'string' },
      { ColumnName: 'rows', ColumnType: 'dynamic' },
    ];
    const table = { FrameType: 'DataTable', TableKind: 'PrimaryResult', Columns, Rows: rows };
    const other = { FrameType: 'DataTable', TableKind: 'QueryProperties', Rows: [[0, 'x', '{}']] };
    return [
      ...(last ? [other, table] : [table, other]),
      { FrameType: 'DataSetCompletion', HasErrors: false },
    ];
  },
};

/** The text as bytes in pieces of the given sizes, over and over. */
function inPieces(text: string, sizes: readonly number[]): Readable {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return Readable.from(pieces);
}

async function read(form: AnswerForm, bytes: Readable, maxRows = Number.POSITIVE_INFINITY) {
  const rows: (readonly Cell[])[] = [];
  const head = await readAnswer(bytes, { form, maxRows, signal: undefined }, (chunk) => rows.push(...chunk));
  return { head, rows };
}

describe('answers', () => {
  for (const form of ['logAnalytics', 'hunting', 'kusto'] as const)
    it(`of the form ${form} are the same however their bytes are cut and their members are ordered`, async () => {
      await fc.assert(
        fc.asyncProperty(
          tables,
          fc.boolean(),
          fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
          fc.nat({ max: 40 }),
          async (table, last, sizes, maxRows) => {
            const text = JSON.stringify(FORMS[form](table, last));
            const { rows, head } = await read(form, inPieces(text, sizes));
            // A dynamic that is a string is read as the JSON that it may be.
            const plain = table.map(([word, value]) => [word, typeof value === 'string' ? 's' : value]);
            assert.deepEqual(
              rows.map(([word, value], i) => [word, typeof table[i]?.[1] === 'string' ? 's' : value]),
              parseExactJson(JSON.stringify(plain)),
            );
            assert.deepEqual(head.completeness, { state: 'complete' });
            const cut = await read(form, inPieces(text, sizes), maxRows);
            assert.deepEqual(cut.rows, rows.slice(0, maxRows));
            assert.equal(cut.head.completeness.state, maxRows < table.length ? 'cut' : 'complete');
          },
        ),
        { numRuns: 60 },
      );
    });

  it('of a cluster that come in fragments are put together as the fragments say', async () => {
    const table = (TableId: number, TableName: string) => ({
      FrameType: 'TableHeader',
      TableId,
      TableKind: 'PrimaryResult',
      TableName,
      Columns: [{ ColumnName: 'n', ColumnType: 'long' }],
    });
    const fragment = (TableId: number, TableFragmentType: string, ...rows: readonly number[]) => ({
      FrameType: 'TableFragment',
      TableFragmentType,
      TableId,
      FieldCount: 1,
      Rows: rows.map((row) => [row]),
    });
    const frames = [
      { FrameType: 'DataSetHeader', IsProgressive: true, Version: 'v2.0' },
      { FrameType: 'DataTable', TableId: 0, TableKind: 'QueryProperties', Rows: [[0, 'Visualization', '{']] },
      table(1, 'First'),
      fragment(1, 'DataAppend', 1, 2),
      { FrameType: 'TableProgress', TableId: 1, TableProgress: 50 },
      fragment(1, 'DataReplace', 3),
      table(2, 'Second'),
      fragment(2, 'DataAppend', 9),
      fragment(1, 'DataAppend', 4, 5),
      { FrameType: 'TableCompletion', TableId: 1, RowCount: 3 },
      { FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false },
    ];
    const { rows, head } = await read('kusto', inPieces(JSON.stringify(frames), [7]));
    assert.deepEqual(rows, [[3], [4], [5]]);
    assert.deepEqual([head.completeness.state, head.visualization], ['complete', undefined]);
    assert.deepEqual(head.further[0]?.rows, [[9]]);
  });

  it('that break off anywhere hand on no row', async () => {
    const text = JSON.stringify(
      FORMS.logAnalytics(
        [
          ['a', 1],
          ['b', [2]],
        ],
        false,
      ),
    ); // prettier-ignore
    for (let length = 0; length < text.length; length++) {
      let rows = 0;
      await assert.rejects(
        readAnswer(
          inPieces(text.slice(0, length), [7]),
          { form: 'logAnalytics', maxRows: 9, signal: undefined },
          () => rows++,
        ),
        BrokenAnswer,
      );
      assert.equal(rows, 0);
    }
  });

  it('with numbers and truth as texts have them as what their columns are', async () => {
    const columns = ['long', 'real', 'real', 'bool', 'bool', 'string', 'int'].map((type, i) => ({
      name: `c${i}`,
      type,
    }));
    const rows = [
      ['1', '1.286', '-2e-3', 'true', 'False', '1', '7'],
      ['9007199254740993', 'NaN', '-Infinity', '', 1, 'true', ''],
      ['0x10', '', '0x10', null, 'yes', '', null],
    ];
    const answer = { tables: [{ name: 'PrimaryResult', columns, rows }] };
    const { rows: cells } = await read('logAnalytics', Readable.from([Buffer.from(JSON.stringify(answer))]));
    assert.deepEqual(cells, [
      [1, 1.286, -0.002, true, false, '1', 7],
      ['9007199254740993', 'NaN', '-Infinity', null, true, 'true', null],
      ['0x10', null, '0x10', null, 'yes', '', null],
    ]);
  });

  it('with odd things among their rows keep the others', async () => {
    const columns = [{ name: 'a', type: 'long' }];
    const la = { tables: [{ name: 'PrimaryResult', columns, rows: [[1], null, 'x', { b: 1 }, [2]] }] };
    assert.deepEqual((await read('logAnalytics', inPieces(JSON.stringify(la), [9]))).rows, [[1], [2]]);
    const hunting = { schema: [{ name: 'a', type: 'Int64' }], results: [{ a: 1 }, null, [], { a: 2 }] };
    assert.deepEqual((await read('hunting', inPieces(JSON.stringify(hunting), [9]))).rows, [[1], [2]]);
  });

  it('that are large come from a thread in batches, each when the one before has been taken', async () => {
    const row = ['x'.repeat(100), { n: 1 }] as const;
    const text = JSON.stringify(
      FORMS.logAnalytics(
        Array.from({ length: 9_000 }, () => row),
        true,
      ),
    );
    let [rows, open, most] = [0, 0, 0];
    await readAnswer(
      inPieces(text, [65_536]),
      { form: 'logAnalytics', maxRows: 1e9, signal: undefined },
      async (chunk) => {
        most = Math.max(most, ++open);
        assert.ok(chunk.length <= 2_000);
        rows += chunk.length;
        await new Promise((later) => setTimeout(later, 1));
        open--;
      },
    );
    assert.deepEqual([rows, most], [9_000, 1]);
    const failure = new Error('the disk is full');
    const refused = readAnswer(
      inPieces(text, [65_536]),
      { form: 'logAnalytics', maxRows: 1e9, signal: undefined },
      () => Promise.reject(failure),
    );
    await assert.rejects(refused, (error) => error === failure);
  });
});

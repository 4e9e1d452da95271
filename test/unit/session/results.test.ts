import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell } from '../../../src/domain/answer.ts';
import { type ResultHead, type ResultView, WHOLE_RESULT } from '../../../src/domain/result.ts';
import { defaultParts } from '../../../src/session/defaultParts.ts';
import { openCase } from '../../../src/session/openCase.ts';
import type { OpenedCase } from '../../../src/session/openedCase.ts';
import { smallCase, temporaryFolder } from '../../support/caseFixture.ts';

/** One column of each type, a null in each but the text. */
const ALL_TYPES = `range i from 1 to 6 step 1
| extend odd = i % 2 == 1
| project whole = toint(i), big = tolong(i) * 9007199254740993, ratio = iff(i == 3, real(nan), i / 4.0),
    money = todecimal(i) / 7, flag = odd, text = strcat("Text ", i, iff(odd, "\\t\\"\\\\ \\u001f\\u2028é", " even")),
    moment = datetime(2026-03-01T08:00:00.1234567Z) + i * 1h, span = i * 90m,
    ident = guid(74be27de-1e4e-49d9-b579-fe0b331d3642), bag = bag_pack("n", i, "list", dynamic([1, "a"]))
| union (print whole = int(null), big = long(null), ratio = real(null), money = decimal(null), flag = bool(null), text = "",
    moment = datetime(null), span = timespan(null), ident = guid(null), bag = dynamic(null))`;

describe('kept answers', function () {
  this.timeout(60_000);
  let session: OpenedCase;
  let folder: string;

  before(async function () {
    folder = (await smallCase(await temporaryFolder(this))).folder;
    session = await openCase(folder, defaultParts);
  });
  after(() => session.close());

  const run = (text: string, maxRows?: number): Promise<ResultHead> =>
    session.results.run({ text, origin: null, withRowKeys: true, ...(maxRows !== undefined && { maxRows }) });
  const rowsOf = async (
    head: ResultHead,
    view: ResultView = WHOLE_RESULT,
  ): Promise<readonly (readonly Cell[])[]> => {
    const columns = [...head.columns.keys()];
    return (await session.results.page({ id: head.id, view, columns, from: 0, count: 5000 })).rows;
  };
  const look = async (head: ResultHead, change: Partial<ResultView>): Promise<readonly Cell[]> =>
    (await rowsOf(head, { ...WHOLE_RESULT, ...change })).map(([first]) => first ?? null);

  it('hold the values and the digest that the query itself gives', async () => {
    const rows: (readonly Cell[])[] = [];
    const asked = await session.query({ text: ALL_TYPES }, (chunk) => rows.push(...chunk));
    const head = await run(ALL_TYPES);
    assert.equal(head.digest, asked.digest);
    assert.deepEqual(head.columns, asked.columns);
    assert.deepEqual(await rowsOf(head), rows);
    assert.deepEqual(
      await session.results.verify(head.id).then(({ unchanged, ledger }) => [unchanged, ledger?.line]),
      [true, 3],
    );
  });

  it('have that digest over every control character, and over numbers that print oddly', async () => {
    const texts = [
      ...[...Array(160).keys()].map((code) => `a${String.fromCharCode(code)}"`),
      '\\u001B and \u001B',
      '\\\u001e\\\\',
      '\u2028\u{1F512}\ud7ff\uffff',
    ].filter((text) => !text.includes('\0'));
    const reals = ['0.0', '-0.0', '1e21', '123456789012345680000.0', '1e-7', '0.000001', '5e-324'];
    const query = `datatable(text: string)[${texts.map((text) => JSON.stringify(text)).join(', ')}]
      | extend bag = bag_pack(text, text), list = pack_array(text, 1.50, dynamic(null)), n = row_number()
      | extend ratio = toreal(dynamic([${reals.join(', ')}])[n % ${reals.length}]), inf = iff(n % 2 == 0, real(+inf), real(-inf)),
          money = todecimal(n) / 10 * pow(10, n % 9), span = n * 1tick * 10000019 - 1d, empty = dynamic(null)`;
    const rows: (readonly Cell[])[] = [];
    const asked = await session.query({ text: query }, (chunk) => rows.push(...chunk));
    assert.equal(rows.length, texts.length);
    assert.deepEqual(
      rows.map(([text]) => text),
      texts,
    );
    assert.equal((await run(query)).digest, asked.digest);
  });

  it('keep each table of a query, with a line of the ledger for each', async () => {
    const head = await run('range x from 1 to 4 step 1 | fork low = (where x < 3) (summarize sum(x))');
    assert.deepEqual(await rowsOf(head), [[1], [2]]);
    const further = await Promise.all((head.further ?? []).map((id) => session.results.find(id)));
    assert.equal(further.length, 1);
    for (const each of further) {
      assert.ok(each?.table !== undefined && each.origin === null);
      assert.deepEqual(await rowsOf(each), [[10]]);
      const { unchanged, ledger } = await session.results.verify(each.id);
      assert.ok(unchanged && ledger);
    }
  });

  it('say that they are cut, and then hold no row more', async () => {
    const head = await run('range x from 1 to 100 step 1', 10);
    assert.equal(head.completeness.state, 'cut');
    assert.equal(head.statistics.rows, 10);
    assert.equal((await rowsOf(head)).length, 10);
    assert.equal(await session.results.count(head.id, { ...WHOLE_RESULT, search: '5' }), 1);
  });

  it('are sorted by any type, stably, and filtered and searched', async () => {
    const head = await run(ALL_TYPES);
    for (const column of head.columns.keys()) {
      const up = await look(head, { sort: [{ column, descending: false }] });
      const down = await look(head, { sort: [{ column, descending: true }] });
      assert.equal(up.length, 7, head.columns[column]?.name);
      assert.equal(down.length, 7);
    }
    assert.deepEqual(await look(head, { sort: [{ column: 6, descending: true }] }), [6, 5, 4, 3, 2, 1, null]);
    assert.deepEqual(await look(head, { search: 'TEXT 4' }), [4]);
    assert.deepEqual(await look(head, { search: '2026-03-01 10:' }), [2]);
    const filter = (column: number, text: string): Promise<readonly Cell[]> =>
      look(head, { filters: [{ column, text }] });
    assert.deepEqual(await filter(0, '2..4'), [2, 3, 4]);
    assert.deepEqual(await filter(0, '>5'), [6]);
    assert.deepEqual(await filter(0, '='), [null]);
    assert.deepEqual(await filter(5, '='), [null]);
    assert.deepEqual(await filter(5, '!even'), [1, 3, 5, null]);
    assert.deepEqual(await filter(5, '/^Text [12]/'), [1, 2]);
    assert.deepEqual(await filter(6, '>=2026-03-01 13:00'), [5, 6]);
    assert.deepEqual(await filter(7, '<03:30:00'), [1, 2]);
    assert.deepEqual(await filter(9, '"n":3'), [3]);
    await assert.rejects(filter(0, '> many'), { code: 'result.bad-filter' });
    assert.deepEqual(await filter(5, '"] | union T //'), []);
  });

  it('are profiled in the engine', async () => {
    const head = await run(
      'range i from 1 to 100 step 1 | project n = iff(i > 90, long(null), i % 10), who = strcat("u", i % 3)',
    );
    const { top, ...numbers } = await session.results.profile(head.id, WHOLE_RESULT, 0);
    assert.equal(top.length, 10);
    assert.deepEqual(numbers, {
      rows: 100,
      empty: 10,
      distinct: 10,
      least: 0,
      greatest: 9,
      mean: 4.5,
    });
    const view = { ...WHOLE_RESULT, filters: [{ column: 0, text: '=1' }] };
    const who = await session.results.profile(head.id, view, 1);
    assert.deepEqual([who.rows, who.distinct, who.least], [9, 3, null]);
    assert.equal(
      who.top.reduce((sum, { rows }) => sum + rows, 0),
      9,
    );
  });

  it('are exported in the order of the view, as text that is data only, and as Parquet', async () => {
    const head = await run(ALL_TYPES);
    const view = { ...WHOLE_RESULT, sort: [{ column: 0, descending: true }] };
    const write = async (
      format: 'csv' | 'json' | 'markdown' | 'parquet',
      rows?: [number, number][],
    ): Promise<string> => {
      const path = join(folder, `out.${format}`);
      const columns = [5, 6, 0, 9];
      await session.results.export(
        { id: head.id, view, columns, format, path, ...(rows && { rows }) },
        () => undefined,
      );
      return readFile(path, 'utf8');
    };
    assert.deepEqual((await write('csv')).split('\r\n').slice(0, 2), [
      '\uFEFFtext,moment,whole,bag',
      'Text 6 even,2026-03-01T14:00:00.1234567Z,6,"{""n"":6,""list"":[1,""a""]}"',
    ]);
    const json = JSON.parse(await write('json', [[1, 3]])) as Record<string, Cell>[];
    assert.deepEqual(
      json.map((row) => row['whole']),
      [5, 4],
    );
    assert.match(
      await write('markdown'),
      /^\| text \| moment \| whole \| bag \|\n\|---\|---\|---:\|---\|\n\| Text 6 even \|/,
    );
    assert.ok((await write('parquet')).startsWith('PAR1'));
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.partial')),
      [],
    );
  });

  it('are compared: rows added, missing and changed', async () => {
    const before = await run('datatable(id:string, n:long)["a", 1, "b", 2, "c", 3, "c", 3]');
    const after = await run('datatable(id:string, n:long)["b", 2, "a", 9, "d", 4, "c", 3]');
    const whole = await session.results.compare(before.id, after.id, { columns: [] });
    assert.deepEqual(
      (await rowsOf(whole)).map((row) => row.slice(0, 3)),
      [
        ['missing', 'a', 1],
        ['added', 'a', 9],
        ['missing', 'c', 3],
        ['added', 'd', 4],
      ],
    );
    const keyed = await session.results.compare(before.id, after.id, { columns: ['id'] });
    assert.deepEqual(await rowsOf(keyed), [
      ['changed', 'a', 9, { n: 1 }],
      ['missing', 'c', 3, null],
      ['added', 'd', 4, null],
    ]);
    await assert.rejects(session.results.compare(before.id, after.id, { columns: ['x'] }), {
      code: 'result.no-column',
    });
  });

  it('come from other connections as well', async () => {
    const { results } = session;
    const answer = { connection: 'soc', text: 'T', window: null, origin: 'o' };
    const own = await run(ALL_TYPES);
    const id = await results.receive(answer);
    const rows = await rowsOf(own);
    await results.receiveRows(id, rows.slice(0, 3));
    await results.receiveRows(id, rows.slice(3));
    const { columns, ordered, completeness, statistics } = own;
    const head = await results.endReceiving(id, { columns, ordered, completeness, statistics });
    assert.ok(head);
    assert.equal(head.digest, own.digest);
    assert.deepEqual(await rowsOf(head), rows);
    assert.deepEqual(await results.newest(['o', 'p']), [head, null]);
    const several = await results.receive(answer);
    await results.receiveRows(several, rows);
    const table = {
      name: 'Table_1',
      columns: columns.slice(0, 1),
      completeness,
      rows: rows.map((row) => row.slice(0, 1)),
    };
    const many = await results.endReceiving(several, {
      columns,
      ordered,
      completeness,
      statistics,
      further: [table],
    });
    const second = await results.find(many?.further?.[0] ?? '');
    assert.ok(second);
    assert.deepEqual([second.table, second.origin, await rowsOf(second)], ['Table_1', null, table.rows]);
    const broken = await results.receive(answer);
    await results.receiveRows(broken, rows);
    assert.equal(await results.endReceiving(broken, undefined), null);
    await assert.rejects(results.receiveRows(broken, rows), { code: 'result.not-receiving' });
  });

  it('can be kept as evidence under their own digest, and are found again by another session', async () => {
    const head = await session.results.run({ text: 'print x = 1', origin: 'again' });
    const { file } = await session.results.keep(head.id);
    assert.equal(file, `${head.digest}.ndjson`);
    assert.equal(await readFile(join(folder, 'evidence', file), 'utf8'), '[1]\n');
    assert.deepEqual((await session.verify()).findings, []);
    const other = await openCase(folder, defaultParts);
    try {
      const [found] = await other.results.newest(['again']);
      assert.deepEqual(found, head);
    } finally {
      await other.close();
    }
  });

  it('come back from evidence where derived/ is gone, unless their rows were changed', async () => {
    const made = join(folder, '../made');
    await cp(folder, made, { recursive: true });
    const keeping = await openCase(made, defaultParts);
    const [kept, changed] = [
      await keeping.results.run({ text: ALL_TYPES, origin: 'kept' }),
      await keeping.results.run({ text: 'print y = 2', origin: 'changed' }),
    ];
    const rows = (await keeping.results.rows(kept.id, WHOLE_RESULT, [[0, kept.statistics.rows]])).rows;
    for (const { id } of [kept, kept, changed]) await keeping.results.keep(id);
    await keeping.results.run({ text: 'print z = 3', origin: 'lost' });
    await keeping.close();
    await rm(join(made, 'derived'), { recursive: true });
    await writeFile(join(made, 'evidence', `${changed.digest}.ndjson`), '[3]\n');
    const again = await openCase(made, defaultParts);
    const { results } = again;
    try {
      const [found, other, lost] = await results.newest(['kept', 'changed', 'lost']);
      assert.deepEqual(found, { ...kept, withKeys: false });
      assert.equal(lost, null);
      assert.equal(await results.count(kept.id, WHOLE_RESULT), kept.statistics.rows);
      assert.deepEqual((await results.rows(kept.id, WHOLE_RESULT, [[0, kept.statistics.rows]])).rows, rows);
      assert.equal((await results.verify(kept.id)).unchanged, true);
      await assert.rejects(results.count(other?.id ?? '', WHOLE_RESULT), { code: 'result.changed' });
    } finally {
      await again.close();
    }
  });

  it('leave nothing behind where the query fails or is cancelled', async () => {
    const count = async (): Promise<number> => (await readdir(join(folder, 'derived/results'))).length;
    const before = await count();
    await assert.rejects(run('NoSuchTable'));
    const stop = new AbortController();
    const running = session.results.run(
      {
        text: 'range x from 1 to 30000000 step 1 | extend h = hash_sha256(tostring(x)) | sort by h asc',
        origin: null,
      },
      stop.signal,
    );
    setTimeout(() => stop.abort(), 200);
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(await count(), before);
    await assert.rejects(session.results.count('../../../etc', WHOLE_RESULT), { code: 'result.gone' });
    await assert.rejects(session.results.count('0'.repeat(32), WHOLE_RESULT), { code: 'result.gone' });
  });
});

import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeStorage } from '../../../src/cases/nodeStorage.ts';
import type { ImportReport } from '../../../src/domain/importReport.ts';
import type { OpenedCase } from '../../../src/session/openedCase.ts';
import { defaultParts } from '../../../src/session/defaultParts.ts';
import { openCase } from '../../../src/session/openCase.ts';
import type { SessionParts } from '../../../src/session/parts.ts';
import { smallCase, temporaryFolder } from '../../support/caseFixture.ts';
import { importNdjson } from '../../support/ndjsonImport.ts';

const PARTS: SessionParts = {
  ...defaultParts,
  importLogs: importNdjson,
  lineage: (shape) => Promise.resolve({ IPAddress: `${shape}:IPAddress` }),
};

interface SignIn {
  readonly Id: string;
  readonly TimeGenerated: string;
  readonly UserPrincipalName: string;
  readonly IPAddress: string;
  readonly ResultType: string;
}

function signIn(n: number, time: string): SignIn {
  return {
    Id: `id-${n}`,
    TimeGenerated: time,
    UserPrincipalName: `u${n % 3}@contoso.example`,
    IPAddress: `203.0.113.${n}`,
    ResultType: n % 2 === 0 ? '0' : '50126',
  };
}

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('an open case', function () {
  this.timeout(60_000);
  let exports: string;
  /** A case with the rows of both exports, which each test gets a copy of. */
  let imported: string;
  let firstReport: ImportReport;
  let folder: string;
  let session: OpenedCase;

  before(async function () {
    exports = await temporaryFolder(this);
    await writeFile(
      join(exports, 'a.json'),
      lines([
        signIn(1, '2026-03-01T08:00:00.1234567Z'),
        signIn(2, '2026-03-01T08:30:00Z'),
        signIn(3, '2026-03-01T17:00:00Z'),
      ]),
    );
    await writeFile(
      join(exports, 'b.json'),
      lines([signIn(3, '2026-03-01T17:00:00Z'), signIn(4, '2026-03-01T17:20:00Z')]),
    );
    imported = (await smallCase(await temporaryFolder(this))).folder;
    session = await openCase(imported, PARTS);
    firstReport = await load('a.json', 'b.json');
    await session.close();
  });
  beforeEach(async function () {
    folder = join(await temporaryFolder(this), 'case');
    await cp(imported, folder, { recursive: true });
    session = await openCase(folder, PARTS);
  });
  afterEach(() => session.close());

  const load = (...names: string[]): Promise<ImportReport> =>
    session.import({ paths: names.map((name) => join(exports, name)) }, () => undefined);
  const ask = async (text: string): Promise<{ rows: unknown[]; keys: (string | null)[]; digest: string }> => {
    const rows: unknown[] = [];
    const keys: (string | null)[] = [];
    const { digest } = await session.query({ text, withRowKeys: true }, (chunk, ofChunk) => {
      rows.push(...chunk);
      keys.push(...(ofChunk ?? []));
    });
    return { rows, keys, digest };
  };

  it('imports, and its tables say what they hold and where nothing was seen', async () => {
    const { rows, known, rejects } = firstReport;
    assert.deepEqual([rows, known, rejects], [4, 1, 0]);
    const { tables, evidence, timeline, warnings } = await session.summary();
    assert.deepEqual(tables, [
      {
        name: 'SigninLogs',
        rows: 4,
        first: '2026-03-01T08:00:00.1234567Z',
        last: '2026-03-01T17:20:00Z',
        histogram: [2, 0, 0, 0, 0, 0, 0, 0, 0, 2],
        binHours: 1,
        gaps: [{ start: '2026-03-01T08:30:00Z', end: '2026-03-01T17:00:00Z' }],
        rejects: 0,
      },
    ]);
    assert.equal(evidence.files, 4);
    assert.deepEqual(timeline, { curated: 1, observed: 4 });
    assert.deepEqual(warnings, []);
    assert.deepEqual((await session.verify()).findings, []);
  });

  it('adds nothing when the same files are imported again', async () => {
    const report = await load('b.json', 'a.json');
    assert.deepEqual([report.rows, report.known], [0, 5]);
    assert.equal((await session.summary()).evidence.files, 4);
  });

  it('remembers each import with who made it, the newest first', async () => {
    await load('b.json', 'a.json');
    const [again, first] = await session.imports();
    assert.deepEqual([first?.report.rows, again?.report.rows, again?.report.known], [4, 0, 5]);
    assert.deepEqual(
      first?.options.paths,
      ['a.json', 'b.json'].map((name) => join(exports, name)),
    );
    assert.match(first?.by ?? '', /@/);
    assert.ok((first?.at ?? '') <= (again?.at ?? ''));
  });

  it('answers over the tables, with the key of the event behind each row', async () => {
    const { rows, keys } = await ask('SigninLogs | sort by TimeGenerated desc | project IPAddress | take 1');
    assert.deepEqual([rows, keys], [[['203.0.113.4']], ['SigninLogs/id-4']]);
  });

  it('has the raw record, its lineage and every original that holds the event', async () => {
    const record = await session.record('SigninLogs/id-3');
    assert.ok(record);
    assert.deepEqual(JSON.parse(record.raw), signIn(3, '2026-03-01T17:00:00Z'));
    assert.equal(record.row['UserPrincipalName'], 'u0@contoso.example');
    assert.equal(record.row['TimeGenerated'], '2026-03-01T17:00:00Z');
    assert.deepEqual(record.lineage, { IPAddress: 'test-ndjson:IPAddress' });
    assert.deepEqual(
      record.sources.map(({ name, record: at }) => [name, at]),
      [
        ['a.json', 3],
        ['b.json', 1],
      ],
    );
    assert.equal(await session.record('SigninLogs/none'), undefined);
    assert.equal(await session.record('Other/id-3'), undefined);
    assert.equal(await session.record(`SigninLogs/' OR '' = '`), undefined);
  });

  it('pins rows once, with what the mapping rules say of the whole event', async () => {
    const query = 'SigninLogs | where IPAddress endswith ".1" or IPAddress endswith ".2" | project IPAddress';
    const { rows, keys, digest } = await ask(query);
    const request = {
      connection: 'case',
      query,
      window: null,
      answerDigest: digest,
      rows: rows.map((row, index) => ({
        row: { IPAddress: (row as string[])[0] ?? '' },
        event: keys[index] ?? null,
      })),
    };
    const { pinned, known } = await session.pin({ ...request, rows: [...request.rows, ...request.rows] });
    assert.equal(known.length, 0);
    assert.deepEqual(pinned.map(({ time }) => time).sort(), [
      '2026-03-01T08:00:00.1234567Z',
      '2026-03-01T08:30:00Z',
    ]);
    const [first] = pinned;
    assert.equal(first?.table, 'SigninLogs');
    assert.equal(first.provenance.answerDigest, digest);
    assert.ok(first.entities.some(({ kind }) => kind === 'account'));
    assert.deepEqual((await session.pin(request)).known.length, 2);
    const reading = {
      end: '2026-03-01T10:00:00Z',
      title: 'Many events',
      severity: 'high',
      entities: [{ kind: 'ip', value: '203.0.113.7' }],
      techniques: [],
    } as const;
    const row = { TimeGenerated: '2026-03-01T09:00:00Z', InWindow: 12 };
    const [burst] = (await session.pin({ ...request, rows: [{ row, event: null, reading }] })).pinned;
    assert.ok(burst);
    assert.deepEqual({ ...burst, ...reading }, burst);
    assert.equal(burst.time, row.TimeGenerated);
    await session.unpin([burst.id]);
    assert.equal((await session.timeline()).length, 3);
    assert.deepEqual((await session.verify()).findings, []);
  });

  it('changes, removes and brings back an event, each in the journal', async () => {
    const event = (await session.timeline()).find(({ id }) => id === 'e1');
    assert.ok(event);
    await session.updateEvent({ ...event, title: 'Renamed', row: { changed: 1 } });
    const changed = (await session.timeline()).find(({ id }) => id === 'e1');
    assert.equal(changed?.title, 'Renamed');
    assert.deepEqual(changed.row, event.row);
    const removed = await session.unpin(['e1', 'never-was']);
    assert.deepEqual(removed, [changed]);
    assert.deepEqual((await session.verify()).findings, []);
    await session.restoreEvents(removed);
    assert.deepEqual((await session.verify()).findings, []);
    await assert.rejects(session.updateEvent({ ...event, id: 'never-was' }), {
      code: 'timeline.event-missing',
    });
  });

  it('draws every dated event, and knows which ones are drawn', async () => {
    const events = await session.observed({ attackVersion: '19.0' });
    assert.equal(events.count, 4);
    assert.deepEqual(events.tables, ['SigninLogs']);
    assert.deepEqual(
      [...events.time],
      [...events.time].sort((a, b) => a - b),
    );
    assert.deepEqual(await session.observedKeys(events.handle, 1, 2), ['SigninLogs/id-2', 'SigninLogs/id-3']);
    const part = await session.observed({
      attackVersion: '19.0',
      window: { start: '2026-03-01T17:00:00Z', end: '2026-03-01T18:00:00Z' },
    });
    assert.equal(part.count, 2);
    await assert.rejects(session.observedKeys(999, 0, 1), { code: 'attack.stale' });
  });

  it('sees what another session imported', async () => {
    const other = await openCase(folder, PARTS);
    await writeFile(join(exports, 'c.json'), lines([signIn(9, '2026-03-02T08:00:00Z')]));
    await other.import({ paths: [join(exports, 'c.json')] }, () => undefined);
    await other.close();
    assert.deepEqual((await ask('SigninLogs | count')).rows, [[5]]);
    assert.deepEqual((await session.verify()).findings, []);
  });

  it('makes the tables again from the originals where derived/ is not there', async function () {
    const clone = join(await temporaryFolder(this), 'clone');
    await cp(folder, clone, { recursive: true, filter: (path) => !path.endsWith('derived') });
    const steps: string[] = [];
    const opened = await openCase(clone, PARTS, (step) => steps.push(step));
    try {
      const tablesOf = async (one: OpenedCase): Promise<unknown> => (await one.summary()).tables;
      assert.ok(steps.length > 0);
      assert.deepEqual(opened.warnings, []);
      assert.deepEqual(await tablesOf(opened), await tablesOf(session));
      const sources = async (one: OpenedCase): Promise<unknown> =>
        (await one.record('SigninLogs/id-3'))?.sources;
      assert.deepEqual(await sources(opened), await sources(session));
      assert.deepEqual(
        await new NodeStorage(clone).list('derived/tmp').then((all) => all.map(({ name }) => name)),
        [`${process.pid}-spill`],
      );
      assert.deepEqual((await opened.verify()).findings, []);
    } finally {
      await opened.close();
    }
    const again: string[] = [];
    await (await openCase(clone, PARTS, (step) => again.push(step))).close();
    assert.deepEqual(again, []);
  });

  it('leaves a changed original out of the tables and says so', async function () {
    const clone = join(await temporaryFolder(this), 'clone');
    await cp(folder, clone, { recursive: true, filter: (path) => !path.endsWith('derived') });
    const record = await session.record('SigninLogs/id-4');
    await writeFile(
      join(clone, 'evidence', `${record?.sources[0]?.file ?? ''}.json`),
      lines([signIn(99, '2026-03-01T01:00:00Z')]),
    );
    const opened = await openCase(clone, PARTS);
    const { tables, warnings } = await opened.summary();
    await opened.close();
    assert.match(warnings.join(), /The original "b\.json" .* was changed, so its rows are not in the tables/);
    assert.equal(tables[0]?.rows, 3);
  });

  it('lets one import run at a time', async () => {
    const results = await Promise.allSettled([load('a.json'), load('a.json')]);
    const refused = results.filter((result) => result.status === 'rejected');
    assert.deepEqual(
      refused.map(({ reason }) => (reason as { code: string }).code),
      ['import.busy'],
    );
  });

  it('reads its functions, watchlists and files as they are when it is asked, and nothing outside', async () => {
    const rowsOf = async (text: string): Promise<unknown> => (await ask(text)).rows;
    const put = async (path: string, text: string): Promise<void> => {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    };
    await put('functions/Twice.kql', '// (n:long)\nprint n * 2');
    await put('watchlists/vips.csv', 'upn,team\nada@x.example,red\n');
    assert.deepEqual(await rowsOf('Twice(4)'), [[8]]);
    assert.deepEqual(await rowsOf("_GetWatchlist('vips') | project SearchKey, team"), [
      ['ada@x.example', 'red'],
    ]);
    await put('functions/Twice.kql', '// (n:long)\nprint n + n + 1');
    await put('watchlists/vips.csv', 'upn,team\nbob@x.example,blue\n');
    assert.deepEqual(await rowsOf('Twice(4)'), [[9]]);
    assert.deepEqual(await rowsOf("_GetWatchlist('vips') | project team"), [['blue']]);
    assert.deepEqual(await rowsOf('externaldata(a:string)["watchlists/vips.csv"] | take 1'), [['upn']]);
    await writeFile(join(exports, 'secret.csv'), 'secret\n');
    await symlink(join(exports, 'secret.csv'), join(folder, 'watchlists', 'link.csv'));
    await assert.rejects(rowsOf('externaldata(a:string)["watchlists/link.csv"]'), {
      code: 'kql.file-not-read',
    });
    await rm(join(folder, 'watchlists', 'link.csv'));
  });

  it('asks the clock of the case, once it has one', async () => {
    await session.updateInfo({ clock: '2026-03-05T00:00:00Z' });
    assert.deepEqual((await ask('print now()')).rows, [['2026-03-05T00:00:00Z']]);
    assert.equal((await session.summary()).info.clock, '2026-03-05T00:00:00Z');
  });

  it('writes down a cancelled question, whenever it is cancelled, and leaves the case usable', async () => {
    const endless =
      'range x from 1 to 1000000 step 1 | extend k = x % 100 | join kind=inner (range y from 1 to 1000000 step 1 | extend k = y % 100) on k | where x + y == -1 | count';
    // At once, while it is being translated, and when it runs.
    for (const after of [0, 1, 5, 200]) {
      const cancel = new AbortController();
      setTimeout(() => cancel.abort(), after);
      await assert.rejects(
        session.query({ text: endless }, () => undefined, cancel.signal),
        {
          name: 'AbortError',
        },
      );
    }
    const names = (await readdir(join(folder, 'journal'))).filter((name) => name.endsWith('.jsonl'));
    const journals = await Promise.all(names.map((name) => readFile(join(folder, 'journal', name), 'utf8')));
    assert.ok(journals.some((text) => text.includes('"by":"cancelled"')));
    assert.deepEqual((await ask('print 1')).rows, [[1]]);
  });

  it('says at opening what is missing or unfinished', async function () {
    const other = await smallCase(await temporaryFolder(this));
    const interrupted: SessionParts = { ...PARTS, importLogs: () => new Promise(() => undefined) };
    const killed = await openCase(other.folder, interrupted);
    void killed.import({ paths: [] }, () => undefined);
    const journal = join(other.folder, 'journal');
    const started = async (): Promise<boolean> =>
      (await Promise.all((await readdir(journal)).map((name) => readFile(join(journal, name), 'utf8')))).some(
        (text) => text.includes('import.started'),
      );
    while (!(await started())) await new Promise(setImmediate);
    await rm(join(other.folder, 'derived/locks'), { recursive: true });
    const [original] = await readdir(join(other.folder, 'evidence'));
    await rm(join(other.folder, 'evidence', original ?? ''));
    await rm(join(other.folder, 'timeline/e1.json'));
    const session = await openCase(other.folder, PARTS);
    const { warnings } = await session.summary();
    await session.close();
    assert.equal(warnings.length, 3);
    assert.match(warnings.join('\n'), /The original ".*" \(evidence\/.*\) is missing/);
    assert.match(warnings.join('\n'), /The import that began at .* did not come to its end/);
    assert.match(warnings.join('\n'), /timeline\/e1\.json: The event was pinned/);
  });

  it('says nothing of an import that is running, and no more of an unfinished one once its files were imported', async function () {
    const other = await smallCase(await temporaryFolder(this));
    const options = { paths: [join(exports, 'a.json')] };
    const stuck = await openCase(other.folder, { ...PARTS, importLogs: () => new Promise(() => undefined) });
    void stuck.import(options, () => undefined);
    const journals = async (): Promise<string> => {
      const names = await readdir(join(other.folder, 'journal'));
      const texts = names.map((name) => readFile(join(other.folder, 'journal', name), 'utf8'));
      return (await Promise.all(texts)).join('');
    };
    while (!(await journals()).includes('import.started')) await new Promise(setImmediate);
    const warned = async (): Promise<boolean> => {
      const opened = await openCase(other.folder, PARTS);
      await opened.close();
      return opened.warnings.some((text) => text.includes('did not come to its end'));
    };
    assert.equal(await warned(), false, 'it is still running');
    await rm(join(other.folder, 'derived/locks'), { recursive: true });
    assert.equal(await warned(), true);
    const again = await openCase(other.folder, PARTS);
    await again.import(options, () => undefined);
    await again.close();
    assert.equal(await warned(), false);
  });

  it('refuses a case whose tables are links to somewhere else', async function () {
    if (process.platform === 'win32') this.skip();
    const other = await smallCase(await temporaryFolder(this));
    const elsewhere = await temporaryFolder(this);
    await mkdir(join(other.folder, 'derived/tables'), { recursive: true });
    await symlink(elsewhere, join(other.folder, 'derived/tables/SigninLogs'));
    await assert.rejects(openCase(other.folder, PARTS), { code: 'case.link-refused' });
    await rm(join(other.folder, 'derived'), { recursive: true });
    await symlink(elsewhere, join(other.folder, 'derived'));
    await assert.rejects(openCase(other.folder, PARTS), { code: 'case.link-refused' });
    assert.deepEqual(await new NodeStorage(elsewhere).list(''), []);
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KustoType, TableSchema } from '../../../src/domain/kustoType.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import { DuckDbParquetSink } from '../../../src/kql/duckdb/parquetSink.ts';
import { Binder } from '../../../src/kql/syntax/analyse.ts';
import { Casting } from '../../../src/samples/schemaTables/cast.ts';
import { schemaRowMaker } from '../../../src/samples/schemaTables/schemaRow.ts';
import { directedRows } from './rows.ts';

const CLOCK = '2026-03-02T12:00:00Z';

function schema(name: string, columns: Readonly<Record<string, KustoType>>): TableSchema {
  return { name, columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })) };
}

const SCHEMAS = [
  schema('Doors', {
    TimeGenerated: 'datetime',
    Action: 'string',
    UserPrincipalName: 'string',
    DeviceName: 'string',
    DeviceId: 'string',
    IPAddress: 'string',
    Port: 'int',
    CommandLine: 'string',
    Details: 'dynamic',
  }),
  schema('Owners', { TimeGenerated: 'datetime', AccountUPN: 'string', Site: 'string', Groups: 'dynamic' }),
];

/** By what a query asks for: a query that finds something only in rows that were made for it. */
const QUERIES: Readonly<Record<string, string>> = {
  'a list in single quotes': `let list = dynamic(['ajar', 'slammed']); Doors | where Action in (list)`,
  'more rows than a threshold': `Doors | where Action == 'open' | summarize n = count() by UserPrincipalName, bin(TimeGenerated, 10m) | where n > 90`,
  'more values than a threshold': `Doors | summarize dcount(IPAddress) by DeviceName, bin(TimeGenerated, 1h) | where dcount_IPAddress >= 70`,
  'an array of some length': `Owners | where array_length(Groups) > 60`,
  'counts of two kinds': `Doors | summarize Tried = countif(Action == 'tried'), Forced = countif(Action == 'forced') by IPAddress | where Tried >= 6 and Forced >= 6`,
  'a set that holds both': `Doors | summarize Actions = make_set(Action) by DeviceId | where Actions has 'locked' and Actions has 'forced'`,
  'elements of a list of both': `Doors | summarize Actions = make_list(Action) by DeviceId | where Actions has_any ('locked', 'bolted') and Actions has_any ('forced', 'broken') | mv-expand Actions to typeof(string) | summarize count() by DeviceId, Actions | where count_ >= 2`,
  'a rare value': `Doors | where TimeGenerated > ago(30d) | summarize n = count() by DeviceName | where n == 1`,
  'what is not in a list made before': `let known = Doors | where TimeGenerated between (ago(60d) .. ago(1d)) | distinct DeviceName; Doors | where TimeGenerated > ago(1d) | where DeviceName !in (known)`,
  'one of a list that was not there before': `let known = Doors | where TimeGenerated between (ago(60d) .. ago(1d)) | where Action in ('up', 'down', 'in', 'out') | distinct Action; Doors | where TimeGenerated > ago(1d) | where Action in ('up', 'down', 'in', 'out') and Action !in (known)`,
  'what an anti-join leaves': `Doors | where TimeGenerated < ago(1d) | join kind=rightanti (Doors | where TimeGenerated > ago(1d)) on DeviceId`,
  'silence since long': `Doors | where TimeGenerated > ago(200d) | summarize arg_max(TimeGenerated, *) by DeviceName | join kind=leftanti (Doors | where TimeGenerated > ago(40d)) on DeviceName`,
  'what was seen today and not before': `Doors | where Action == 'open' and TimeGenerated < startofday(now()) | join kind=rightanti (Doors | where Action == 'open' and TimeGenerated > startofday(now())) on IPAddress`,
  'the last time long ago': `Doors | summarize arg_max(TimeGenerated, *) by DeviceName | extend days = datetime_diff('day', now(), TimeGenerated) | where days > 30`,
  'a group of an expression': `Doors | extend who = extract(@'--user (\\w+)', 1, CommandLine) | where who == 'root'`,
  'a piece of a split text': `Doors | where split(CommandLine, '|')[1] == 'sh'`,
  'a part of an address': `Doors | extend host = tostring(parse_url(CommandLine).Host) | where host endswith '.test'`,
  'a text that is not empty': `Doors | extend word = extract('--word (\w+)', 1, CommandLine) | where word != ''`,
  'an encoded text': `Doors | extend plain = base64_decode_tostring(extract(@'-enc\\s+([A-Za-z0-9+/=]{20,})$', 1, CommandLine)) | where plain has 'whoami'`,
  'a parsed text that joins': `Doors | where Action == 'mounted' | extend drive = tostring(Details.drive) | join kind=inner (Doors | where Action == 'copied' | parse CommandLine with drive '/' *) on DeviceId, drive`,
  'a join of what is contained': `Doors | where UserPrincipalName contains '#EXT#' | project who = tolower(UserPrincipalName) | join kind=inner (Owners | project who = AccountUPN) on who`,
  'text anywhere in a bag': `Doors | where Details has 'AppData' | where isnotempty(Details.task)`,
  'any of what another table holds': `let sites = Owners | where Site == 'north' | distinct AccountUPN; Doors | where UserPrincipalName has_any (sites) | where Action == 'open'`,
  'a stored column of a name that a list gives to another': `let list = Owners | where Site == 'north' | project UserPrincipalName = tostring(Groups.lead); Doors | where UserPrincipalName in (list)`,
  'a condition with a name': `Doors | where Action == 'open' | extend inside = ipv4_is_private(IPAddress) | where inside == true`,
  'a list of those that fulfil a condition': `Doors | summarize Tries = make_list_if(Action, Action has 'tried') by DeviceId | where array_length(Tries) >= 3`,
  'a joined column of a name that was given before': `Owners | where Site == 'north' | project UserPrincipalName = tostring(Groups.lead) | join kind=inner (Doors | where Action == 'open') on UserPrincipalName`,
  'a word before the end': `Doors | where Action has 'door' and Action endswith 'write'`,
  'elements of a column that has none': `Owners | where Site == 'north' | mv-expand Groups | summarize count() by tostring(Groups)`,
  'columns that are equal': `Doors | extend short = tostring(split(DeviceName, '.')[0]) | where short == DeviceId`,
  'a peak among bins that are counted': `Doors | where TimeGenerated > ago(20d) | summarize n = count() by UserPrincipalName, bin(TimeGenerated, 1h) | where n > 5 | summarize list = make_list(n) by UserPrincipalName | extend odd = series_decompose_anomalies(list, 3) | mv-expand list, odd | where odd == 1`,
  'a series with a peak': `Doors | make-series n = count() on TimeGenerated from startofday(ago(14d)) to startofday(now()) step 1h by UserPrincipalName | extend odd = series_decompose_anomalies(n, 2) | mv-expand n, odd | where odd == 1 and n > 20`,
};

describe('rows that are made from what queries ask', function () {
  this.timeout(60_000);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'azimuth-directed-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function found(name: string, text: string, isDirected: boolean): Promise<number> {
    const end = Date.parse(CLOCK);
    const { root } = new Binder({ name: 'Logs', tables: SCHEMAS, functions: [] }).inspect(text);
    const byName = new Map(SCHEMAS.map((one) => [one.name, one]));
    const directed = isDirected ? directedRows(root, byName, end, 3) : new Map<string, never[]>();
    const place = join(folder, `${name}${isDirected ? '' : ' undirected'}`);
    const sink = await DuckDbParquetSink.open(place, 'case');
    for (const one of SCHEMAS) {
      const casting = new Casting(7, one.name);
      const make = schemaRowMaker(one);
      const rows = Array.from({ length: 400 }, () => make(casting.next(casting.moment(end))));
      await sink.appendRows(one, [...rows, ...(directed.get(one.name) ?? [])]);
    }
    const files = await sink.close();
    const engine = await openEngine({
      tables: SCHEMAS.map((one) => ({
        ...one,
        files: files.filter((file) => file.startsWith(`${one.name}/`)).map((file) => join(place, file)),
      })),
      functions: [],
      allowedFolders: [place],
      clock: CLOCK,
    });
    try {
      return (await engine.queryAll({ text })).rows.length;
    } finally {
      await engine.close();
    }
  }

  for (const [name, text] of Object.entries(QUERIES))
    it(`${name} is found in them, and in no others`, async () => {
      assert.equal(await found(name, text, false), 0, 'without rows that were made for it');
      assert.ok((await found(name, text, true)) > 0);
    });
});

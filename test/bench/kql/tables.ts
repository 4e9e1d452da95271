import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { UNIX_EPOCH_TICKS } from '../../../src/base/ticks.ts';
import type { KustoType } from '../../../src/domain/kustoType.ts';
import { hotPaths, withPathColumns } from '../../../src/kql/duckdb/import/hotPaths.ts';
import type { StoredTable } from '../../../src/kql/engine.ts';

/** 2026-01-01T00:00:00Z in ticks of 100 ns. */
export const START = UNIX_EPOCH_TICKS + 17_672_256_000_000_000n;
const DAYS = 30;
const SPAN = BigInt(DAYS) * 864_000_000_000n;

const SIGN_INS = `SELECT
  ${START} + (hash(i * 64) % ${SPAN}::UBIGINT)::BIGINT AS "TimeGenerated",
  'user' || (hash(i * 64 + 1) % (ROWS // 500)) || '@example.org' AS "UserPrincipalName",
  '10.' || (hash(i * 64 + 2) % (ROWS // 400) % 250) || '.' || (hash(i * 64 + 2) % (ROWS // 400) // 250 % 250) || '.' || (hash(i * 64 + 2) % (ROWS // 400) // 62500) AS "IPAddress",
  ['0','0','0','0','0','0','50126','50053','53003','500121'][1 + (hash(i * 64 + 5) % 10)::INTEGER] AS "ResultType",
  ['Azure Portal','Office 365 Exchange Online','Azure CLI','Microsoft Teams','Graph Explorer'][1 + (hash(i * 64 + 6) % 5)::INTEGER] AS "AppDisplayName",
  ['GB','NL','DE','US','RO','NG','BR'][1 + (hash(i * 64 + 7) % 7)::INTEGER] AS "Location",
  (hash(i * 64 + 8) % 5000)::BIGINT AS "DurationMs",
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0','python-requests/2.31.0','Mozilla/5.0 (Macintosh) Safari/605','axios/1.7.9 node'][1 + (hash(i * 64 + 9) % 4)::INTEGER] AS "UserAgent",
  ['Windows10','MacOs','Ios','Android','Linux'][1 + (hash(i * 64 + 10) % 5)::INTEGER] AS "OperatingSystem",
  '{"operatingSystem":"' || ['Windows10','MacOs','Ios','Android','Linux'][1 + (hash(i * 64 + 10) % 5)::INTEGER] || '","browser":"Chrome ' || (hash(i * 64 + 11) % 20) || '","trust":{"type":"' || ['AzureAd','Workplace',''][1 + (hash(i * 64 + 12) % 3)::INTEGER] || '","score":' || (hash(i * 64 + 13) % 100) || '}}' AS "DeviceDetail"
  FROM range(ROWS) t(i)`;

const AUDITS = `SELECT
  ${START} + (hash(i * 64 + 20) % ${SPAN}::UBIGINT)::BIGINT AS "TimeGenerated",
  ['Add member to role','Update user','Consent to application','Add service principal credentials','Delete user'][1 + (hash(i * 64 + 21) % 5)::INTEGER] AS "OperationName",
  'user' || (hash(i * 64 + 22) % (ROWS // 500)) || '@example.org' AS "Actor",
  ['success','failure'][1 + (hash(i * 64 + 23) % 2)::INTEGER] AS "Result",
  '[{"id":"' || (hash(i * 64 + 24) % 1000) || '","type":"User"},{"id":"r' || (hash(i * 64 + 25) % 50) || '","type":"Role"}]' AS "TargetResources"
  FROM range(ROWS // 20) t(i)`;

const COLUMNS: Readonly<Record<string, readonly (readonly [name: string, type: KustoType])[]>> = {
  SigninLogs: [
    ['TimeGenerated', 'datetime'],
    ['UserPrincipalName', 'string'],
    ['IPAddress', 'string'],
    ['ResultType', 'string'],
    ['AppDisplayName', 'string'],
    ['Location', 'string'],
    ['DurationMs', 'long'],
    ['UserAgent', 'string'],
    ['OperatingSystem', 'string'],
    ['DeviceDetail', 'dynamic'],
  ],
  AuditLogs: [
    ['TimeGenerated', 'datetime'],
    ['OperationName', 'string'],
    ['Actor', 'string'],
    ['Result', 'string'],
    ['TargetResources', 'dynamic'],
  ],
};

/** Two tables as Parquet; the second has a twentieth of the first's rows. */
export async function writeTables(folder: string, rows: number): Promise<StoredTable[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const tables: StoredTable[] = [];
  for (const [name, select] of [
    ['SigninLogs', SIGN_INS],
    ['AuditLogs', AUDITS],
  ] as const) {
    mkdirSync(join(folder, name), { recursive: true });
    const file = join(folder, name, 'part.parquet');
    const columns = (COLUMNS[name] ?? []).map(([column, type]) => ({ name: column, type }));
    const made = select.replaceAll('ROWS', String(rows));
    const paths = await hotPaths(
      async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
      made,
      columns,
    );
    await connection.run(
      `COPY (${withPathColumns(made, paths)}) TO '${file}' (FORMAT parquet, ROW_GROUP_SIZE 122880)`,
    );
    tables.push({ name, columns, files: [file] });
  }
  connection.closeSync();
  instance.closeSync();
  return tables;
}

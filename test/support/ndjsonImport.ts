import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { ImportReport } from '../../src/domain/importReport.ts';
import type { ColumnMapping, RecordRouting, TableMapping } from '../../src/domain/logMapping.ts';
import { BatchTurns } from '../../src/logs/import/batchTurns.ts';
import type { SessionParts } from '../../src/session/parts.ts';

const text = (column: string): ColumnMapping => ({ column, type: 'string', from: [[column]] });

const SIGN_INS: TableMapping = {
  table: 'SigninLogs',
  time: 'TimeGenerated',
  columns: [
    { column: 'TimeGenerated', type: 'datetime', from: [['TimeGenerated']] },
    ...['Id', 'UserPrincipalName', 'IPAddress', 'ResultType', 'AppDisplayName'].map(text),
  ],
  identity: [[{ column: 'Id', as: 'text', optional: false }]],
};

const ROUTING: RecordRouting = { shape: 'test-ndjson', keys: [], route: () => SIGN_INS };

/** The smallest importer over the real table store: each file is lines of sign-ins. */
export const importNdjson: SessionParts['importLogs'] = async ({ paths }, ports, _onProgress, signal) => {
  const files: ImportReport['files'][number][] = [];
  const tables = await ports.tables.begin(ports.importId);
  const turns = new BatchTurns();
  try {
    for (const path of paths) {
      signal?.throwIfAborted();
      const original = await ports.evidence.put(path, signal);
      const lines = (await readFile(original.path, 'utf8')).trimEnd().split('\n').length;
      const segments = [{ file: original.digest, member: '', firstRecord: 1, records: lines }];
      const result = await tables.load(
        { kind: 'ndjson', path: original.path, longest: 1 << 16, segments, routing: ROUTING },
        turns.next(),
        signal,
      );
      await ports.rejects.write(
        result.rejects.map(({ record, reason }) => ({
          file: original.digest,
          path,
          member: '',
          line: record,
          record,
          reason,
          text: '',
        })),
      );
      files.push({
        path: basename(path),
        digest: original.digest,
        shape: ROUTING.shape,
        why: 'the test says so',
        tables: {},
        rejects: result.rejects.length,
        notes: [],
      });
    }
    const tallies = await tables.commit(signal);
    const withTables = files.map((file) => ({
      ...file,
      tables: Object.fromEntries(
        tallies
          .filter((tally) => tally.file === file.digest)
          .map(({ table, rows, known }) => [table, { rows, known }]),
      ),
    }));
    const sum = (key: 'rows' | 'known'): number => tallies.reduce((total, tally) => total + tally[key], 0);
    return {
      files: withTables,
      rows: sum('rows'),
      known: sum('known'),
      rejects: files.reduce((total, { rejects }) => total + rejects, 0),
      cancelled: false,
    };
  } finally {
    await tables.close();
  }
};

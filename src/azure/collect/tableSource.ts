import { AzimuthError } from '../../base/errors.ts';
import type { Cell, TimeWindow } from '../../domain/answer.ts';
import { askAndRecord, type Record } from '../connections/recorded.ts';
import type { RemoteConnection } from '../connections/remoteConnection.ts';
import type { CollectSource } from './collect.ts';
import type { Counted } from './slices.ts';

const HOUR = 3_600_000;

/** A table of a connection, sliced by its own time column. Every question goes into the ledger through `record`. */
export async function tableSource(
  connection: RemoteConnection,
  table: string,
  record: Record,
  signal?: AbortSignal,
): Promise<CollectSource> {
  const schema = (await connection.schema({}, signal)).tables.find(({ name }) => name === table);
  const time = ['TimeGenerated', 'Timestamp'].find((name) =>
    schema?.columns.some((column) => column.name === name),
  );
  if (!schema || time === undefined)
    throw new AzimuthError(
      'collect.no-table',
      schema
        ? `The table ${table} of ${connection.info.label} has no TimeGenerated and no Timestamp, so it cannot be collected by time.`
        : `${connection.info.label} has no table ${table}.`,
      { unharmed: 'nothing was fetched', next: ['Choose a table that the connection has.'] },
    );
  const within = ({ start, end }: TimeWindow) =>
    `${table} | where ${time} >= datetime(${start}) and ${time} < datetime(${end})`;
  return {
    connection: connection.info.name,
    table,
    async count(window, abort) {
      const bins: (readonly Cell[])[] = [];
      const text = `${within(window)} | summarize Rows = count() by Start = bin(${time}, 1h) | order by Start asc`;
      const { completeness } = await askAndRecord(
        connection,
        { text },
        record,
        (rows) => void bins.push(...rows),
        abort,
      );
      // Counts that are cut would pass for an empty end of the window.
      if (completeness.state !== 'complete') return [{ ...window, rows: undefined }];
      return bins.map(([start, rows]) => hour(start, rows)).filter((each) => each !== undefined);
    },
    async fetch(window, file, abort) {
      const text = within(window);
      const { columns, rows, digest, completeness, elapsedMs } = await connection.download(
        { text },
        file,
        abort,
      );
      await record({
        connection: connection.info.name,
        text,
        window: null,
        now: null,
        columns,
        rows,
        digest,
        completeness,
        elapsedMs: Math.round(elapsedMs),
      });
      return { query: text, rows, digest, completeness };
    },
  };
}

function hour(start: Cell | undefined, rows: Cell | undefined): Counted | undefined {
  if (typeof start !== 'string' || typeof rows !== 'number') return undefined;
  return { start, end: new Date(Date.parse(start) + HOUR).toISOString(), rows };
}

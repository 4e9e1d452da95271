import type { Column } from '../../domain/kustoType.ts';
import { huntingRow } from '../records/diagnostic.ts';
import type { SampleTable } from '../table.ts';
import { csvCell, plainText } from './csv.ts';
import type { Framing } from './exportFiles.ts';
import type { Shape } from './shape.ts';

const defender = (table: string): boolean => /^(Email|UrlClick|AlertInfo|AlertEvidence)/.test(table);

function huntingColumns(table: SampleTable): readonly Column[] {
  const own = table.columns.filter(
    ({ name }) => !['TenantId', 'TimeGenerated', 'SourceSystem', 'Type', 'Timestamp'].includes(name),
  );
  return [{ name: 'Timestamp', type: 'datetime' }, ...own];
}

/** Below advanced hunting's limit of rows. */
const ROWS = 9_000;

/** Defender advanced hunting, the portal's CSV. */
export const HUNTING_CSV: Shape = {
  id: 'hunting-csv',
  title: 'Defender advanced hunting, CSV',
  carries: defender,
  open: (files) => {
    const counts = new Map<string, number>();
    return {
      accept(event) {
        const count = counts.get(event.table.name) ?? 0;
        counts.set(event.table.name, count + 1);
        const columns = huntingColumns(event.table);
        const row = huntingRow(event);
        const framing: Framing = {
          open: `${columns.map(({ name }) => csvCell(name)).join(',')}\n`,
          between: '\n',
          close: '\n',
        };
        files.add(
          `hunting/${event.table.name}-${Math.floor(count / ROWS) + 1}.csv`,
          columns.map(({ name }) => csvCell(plainText(row[name]))).join(','),
          framing,
        );
      },
      finish: () => undefined,
    };
  },
};

/** Answer of Microsoft Graph's runHuntingQuery. */
export const HUNTING_JSON: Shape = {
  id: 'hunting-json',
  title: 'Defender advanced hunting, runHuntingQuery JSON',
  carries: defender,
  open: (files) => {
    const counts = new Map<string, number>();
    return {
      accept(event) {
        const count = counts.get(event.table.name) ?? 0;
        counts.set(event.table.name, count + 1);
        const schema = JSON.stringify(
          huntingColumns(event.table).map(({ name, type }) => ({ name, type: dotnet(type) })),
        );
        const framing: Framing = {
          open: `{"schema":${schema},"results":[\n`,
          between: ',\n',
          close: '\n]}\n',
        };
        files.add(
          `hunting/${event.table.name}-${Math.floor(count / ROWS) + 1}.json`,
          JSON.stringify(huntingRow(event)),
          framing,
        );
      },
      finish: () => undefined,
    };
  },
};

const DOTNET: Readonly<Record<string, string>> = {
  datetime: 'DateTime',
  int: 'Int32',
  long: 'Int64',
  real: 'Double',
  bool: 'SByte',
  dynamic: 'Object',
};

function dotnet(type: string): string {
  return DOTNET[type] ?? 'String';
}

import type { JsonValue } from '../../base/json.ts';
import type { Column } from '../../domain/kustoType.ts';
import type { SampleEvent } from '../table.ts';
import { csvCell, portalText } from './csv.ts';
import { LINES } from './exportFiles.ts';
import type { Framing } from './exportFiles.ts';
import type { Shape } from './shape.ts';

/** Tables that a Log Analytics workspace has; raw flow tuples are not in one. */
function inWorkspace(table: string): boolean {
  return !table.endsWith('_CL');
}

/** Splits a table over several files as the service's limits force people to. */
function parts(limit: number): (table: string) => number {
  const counts = new Map<string, number>();
  return (table) => {
    const count = counts.get(table) ?? 0;
    counts.set(table, count + 1);
    return Math.floor(count / limit) + 1;
  };
}

/** Below the portal's limit of rows, so that no file looks cut. */
const PORTAL_ROWS = 25_000;
const API_ROWS = 100_000;

export const PORTAL_CSV: Shape = {
  id: 'la-csv',
  title: "Log Analytics portal's CSV export, all columns, UTC",
  carries: inWorkspace,
  open: (files) => {
    const part = parts(PORTAL_ROWS);
    return {
      accept({ table, row }) {
        const header = table.columns
          .map(({ name, type }) => csvCell(type === 'datetime' ? `${name} [UTC]` : name))
          .join(',');
        const framing: Framing = { open: `${header}\n`, between: '\n', close: '\n' };
        const cells = table.columns.map(({ name, type }) => csvCell(portalText(row[name], type)));
        files.add(`portal/${table.name}-${part(table.name)}.csv`, cells.join(','), framing);
      },
      finish: () => undefined,
    };
  },
};

export const API_JSON: Shape = {
  id: 'la-json',
  title: 'Log Analytics query API answer (tables, columns, rows)',
  carries: inWorkspace,
  open: (files) => {
    const part = parts(API_ROWS);
    return {
      accept({ table, row }) {
        const columns = JSON.stringify(table.columns.map(({ name, type }) => ({ name, type })));
        const framing: Framing = {
          open: `{"tables":[{"name":"PrimaryResult","columns":${columns},"rows":[\n`,
          between: ',\n',
          close: '\n]}]}\n',
        };
        const cells = table.columns.map((column) => apiValue(row[column.name], column));
        files.add(`api/${table.name}-${part(table.name)}.json`, JSON.stringify(cells), framing);
      },
      finish: () => undefined,
    };
  },
};

/** Data-export rule: rows filed by TimeGenerated in five-minute blobs, dynamic columns as JSON text. */
export const DATA_EXPORT: Shape = {
  id: 'data-export',
  title: 'Log Analytics data-export rule in a storage account (PT05M.json)',
  carries: inWorkspace,
  open: (files, plan) => ({
    accept(event) {
      const text = new Date(event.time).toISOString();
      const minute = String(Math.floor(Number(text.slice(14, 16)) / 5) * 5).padStart(2, '0');
      const folder = `y=${text.slice(0, 4)}/m=${text.slice(5, 7)}/d=${text.slice(8, 10)}/h=${text.slice(11, 13)}/m=${minute}`;
      files.add(
        `am-${event.table.name.toLowerCase()}/WorkspaceResourceId=${plan.world.tenant.estate.workspace.id.toLowerCase()}/${folder}/PT05M.json`,
        JSON.stringify(tableRow(event, true)),
        LINES,
      );
    },
    finish: () => undefined,
  }),
};

/** Any table, a line a row with the table's own columns. */
export const TABLE_NDJSON: Shape = {
  id: 'ndjson',
  title: 'Rows of a table as JSON Lines',
  carries: () => true,
  open: (files) => ({
    accept(event) {
      files.add(`ndjson/${event.table.name}.ndjson`, JSON.stringify(tableRow(event, false)), LINES);
    },
    finish: () => undefined,
  }),
};

function tableRow(event: SampleEvent, dynamicAsText: boolean): Record<string, JsonValue> {
  const made: Record<string, JsonValue> = {};
  for (const { name, type } of event.table.columns) {
    const value = event.row[name];
    if (value === undefined || value === null) continue;
    made[name] = dynamicAsText && type === 'dynamic' ? JSON.stringify(value) : value;
  }
  return made;
}

function apiValue(value: JsonValue | undefined, column: Column): JsonValue {
  if (value === undefined || value === null) return column.type === 'string' ? '' : null;
  return column.type === 'dynamic' ? JSON.stringify(value) : value;
}

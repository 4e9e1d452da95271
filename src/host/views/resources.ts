import type { DatabaseSchema } from '../../domain/kustoType.ts';
import type { CaseSession } from '../../session/api.ts';
import { queryRows, textOf } from './queryAll.ts';

/** What an Azure resource id names, as far as it goes; ids compare without regard to case. */
export interface ResourcePath {
  readonly subscription: string;
  /** '' for what lies in the subscription itself. */
  readonly group: string;
  /** `microsoft.compute/virtualmachines`; '' for a subscription or a group itself. */
  readonly type: string;
  readonly name: string;
}

export interface SeenResource {
  readonly id: string;
  readonly path: ResourcePath;
  readonly events: number;
  /** ISO 8601 */
  readonly last: string;
  readonly tables: readonly string[];
}

const ID = /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?(?:\/providers\/(.+))?$/i;

/** The parts of a resource id; undefined for ids of another kind (tenant-level ones, or text that is none). */
export function parseResourceId(id: string): ResourcePath | undefined {
  const match = ID.exec(id.replace(/\/+$/, ''));
  if (!match) return undefined;
  const [provider = '', ...segments] = (match[3] ?? '').split('/');
  const types = segments.filter((_, i) => i % 2 === 0);
  const names = segments.filter((_, i) => i % 2 === 1);
  return {
    subscription: match[1]?.toLowerCase() ?? '',
    group: match[2]?.toLowerCase() ?? '',
    type: names.length === 0 ? '' : [provider, ...types.slice(0, names.length)].join('/').toLowerCase(),
    name: names.join('/'),
  };
}

const ID_COLUMNS = ['_ResourceId', 'ResourceId', 'TargetResourceId'] as const;

/** Every resource that a table of the case names in a resource id column, most recently seen first. */
export async function readResources(session: CaseSession): Promise<readonly SeenResource[]> {
  const merged = new Map<string, SeenResource>();
  for (const { table, column } of idColumns(await session.schema())) {
    const rows = await queryRows(
      session,
      `${table} | where isnotempty(${column}) | summarize Events = count(), Last = max(TimeGenerated), Id = take_any(${column}) by Key = tolower(${column})`,
    );
    for (const row of rows) {
      const id = textOf(row['Id']);
      const path = parseResourceId(id);
      if (!path) continue;
      const known = merged.get(textOf(row['Key']));
      const last = textOf(row['Last']);
      merged.set(textOf(row['Key']), {
        id,
        path,
        events: (known?.events ?? 0) + Number(row['Events']),
        last: known && known.last > last ? known.last : last,
        tables: [...(known?.tables ?? []), table],
      });
    }
  }
  return [...merged.values()].sort((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0));
}

function idColumns(schema: DatabaseSchema): readonly { table: string; column: string }[] {
  return schema.tables.flatMap(({ name, columns }) => {
    const has = (wanted: string) =>
      columns.some((column) => column.name === wanted && column.type === 'string');
    const column = ID_COLUMNS.find(has);
    const timed = columns.some((c) => c.name === 'TimeGenerated' && c.type === 'datetime');
    return column && timed && /^[A-Za-z_]\w*$/.test(name) ? [{ table: name, column }] : [];
  });
}

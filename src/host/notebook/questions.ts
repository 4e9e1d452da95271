import { ENTITY_COLUMNS } from '../../domain/entityColumns.ts';
import { nameReference, stringLiteral } from '../../domain/kqlLiteral.ts';
import type { DatabaseSchema, TableSchema } from '../../domain/kustoType.ts';
import type { MarkdownCell } from './kqlMarkdown.ts';

/** A first look at a table: its latest rows. */
export function tableQuestion(table: TableSchema): readonly MarkdownCell[] {
  const sorted = has(table, 'TimeGenerated') ? '\n| sort by TimeGenerated desc' : '';
  return [kql(`${nameReference(table.name)}${sorted}\n| take 100`)];
}

/** Everything that a resource, or what lies under a group or subscription, was named in. */
export function resourceQuestion(schema: DatabaseSchema, id: string): readonly MarkdownCell[] {
  return cellsOf(
    schema,
    ['_ResourceId', 'ResourceId'],
    (column) => `${column} startswith ${stringLiteral(id)}`,
  );
}

/** The rows of every table that has a column in which such an entity is named. */
export function entityQuestion(schema: DatabaseSchema, kind: string, value: string): readonly MarkdownCell[] {
  const known = Object.entries(ENTITY_COLUMNS).find(([each]) => each === kind.replace(' ', '-'))?.[1];
  const columns = known ?? Object.values(ENTITY_COLUMNS).flat();
  return cellsOf(schema, columns, (column) => `${column} =~ ${stringLiteral(value)}`);
}

/** KQL for the rows of alerts, in all their versions. */
export function alertsQuery(ids: readonly string[]): string {
  const list = ids.map(stringLiteral).join(',\n    ');
  return `SecurityAlert\n| where SystemAlertId in (\n    ${list})\n| sort by TimeGenerated asc`;
}

/** The alerts of an incident, or one alert. */
export function alertsQuestion(ids: readonly string[]): readonly MarkdownCell[] {
  return [kql(alertsQuery(ids))];
}

function cellsOf(
  schema: DatabaseSchema,
  columns: readonly string[],
  condition: (column: string) => string,
): readonly MarkdownCell[] {
  return schema.tables.flatMap((table) => {
    const own = columns.filter((column) => has(table, column));
    if (own.length === 0 || !has(table, 'TimeGenerated')) return [];
    const where = own.map(condition).join('\n    or ');
    return [kql(`${nameReference(table.name)}\n| where ${where}\n| sort by TimeGenerated asc\n| take 1000`)];
  });
}

function has(table: TableSchema, column: string): boolean {
  return table.columns.some(({ name }) => name === column);
}

function kql(text: string): MarkdownCell {
  return { kind: 'kql', text, info: '' };
}

import { nearestName } from '../../base/nearestNames.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import type { KqlDiagnostic } from '../engine.ts';

/** Kusto's codes for a name that is no table or function, and for one that is no column either. */
const NO_TABLE = 'KS204';
const NO_COLUMN = 'KS142';

/**
 * How to go on where a query names what is not known: the nearest name that is, or where the table may come from.
 * @param isTableElsewhere whether a workspace may have a table of this name
 */
export function adviceOn(
  { code, start, length }: KqlDiagnostic,
  text: string,
  schema: DatabaseSchema,
  isTableElsewhere: (name: string) => boolean,
): string | undefined {
  if (code !== NO_TABLE && code !== NO_COLUMN) return undefined;
  const written = text.slice(start, start + length);
  if (isTableElsewhere(written))
    return `The case has no rows of ${written}: import an export of it, or ask a connection that has the table.`;
  const near = nearestName(written, code === NO_TABLE ? namesOf(schema) : columnsOf(schema, text));
  return near === null ? undefined : `Did you mean ${near}?`;
}

function namesOf({ tables, functions }: DatabaseSchema): readonly string[] {
  return [...tables, ...functions].map(({ name }) => name);
}

/** Of the tables that the text names. */
function columnsOf({ tables }: DatabaseSchema, text: string): readonly string[] {
  const words = new Set(text.match(/\w+/g));
  return tables
    .filter(({ name }) => words.has(name))
    .flatMap(({ columns }) => columns.map(({ name }) => name));
}

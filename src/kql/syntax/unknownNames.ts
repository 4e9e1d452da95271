import { nearestName } from '../../base/nearestNames.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import type { KqlDiagnostic } from '../engine.ts';
import { builtIns } from './builtIns.ts';

/** Kusto's codes for a name that is no table or function, for one that is no column either, and for one that is called. */
const NO_TABLE = 'KS204';
const NO_COLUMN = 'KS142';
const NO_FUNCTION = 'KS211';

/** What Defender, Sentinel and Azure Resource Graph answer out of data that no export has. */
const OF_SERVICES =
  /^(FileProfile|DeviceFromIP|AssignedIPAddresses|SeenBy|arg|adx|(_ASim_|_Im_|_ASim|ASim|vim|im)[A-Z]\w*)$/;

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
  const written = text.slice(start, start + length);
  if (code === NO_FUNCTION) return adviceOnFunction(written, schema);
  if (code !== NO_TABLE && code !== NO_COLUMN) return undefined;
  if (isTableElsewhere(written))
    return `The case has no rows of ${written}: import an export of it, or ask a connection that has the table.`;
  const near = nearestName(written, code === NO_TABLE ? namesOf(schema) : columnsOf(schema, text));
  return near === null ? undefined : `Did you mean ${near}?`;
}

function adviceOnFunction(written: string, { functions }: DatabaseSchema): string | undefined {
  if (OF_SERVICES.test(written))
    return `${written}() is answered by the service alone: leave it out, or ask a connection that has it.`;
  const known = builtIns();
  const near = nearestName(written, [
    ...functions.map(({ name }) => name),
    ...known.functions,
    ...known.aggregates,
  ]);
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

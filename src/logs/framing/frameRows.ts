import { arrayElements } from './compactJson.ts';
import { rejectText } from './frame.ts';
import { type FrameBuffer, badValue } from './frameBuffer.ts';
import type { JsonPath, ScannerEvents } from './jsonScanner.ts';
import { ROW_PATHS, type RowDialect, leadsTo, samePath } from './recordSelector.ts';

/** Bytes of rows that are held until their columns, or their table's end, are known. */
const MAX_HELD = 256 * 2 ** 20;

interface HeldRow {
  readonly bytes: Buffer;
  readonly line: number;
}

interface OpenTable {
  readonly index: number;
  kind?: string;
  id?: string;
  fragment?: string;
  names?: readonly Buffer[];
  /** Rows that came before the columns. */
  held: HeldRow[];
}

/** A table of Kusto v2 whose rows come in frames of their own. */
interface FragmentedTable {
  readonly kind: string | undefined;
  readonly names: readonly Buffer[];
  rows: HeldRow[];
}

/** Rows as arrays become objects by their table's columns, so that a record reads by itself. */
export function frameRows(dialect: RowDialect, out: FrameBuffer): ScannerEvents & { end(): void } {
  const paths = ROW_PATHS[dialect];
  const tablePath = paths.columns.slice(0, -1);
  const fragmented = new Map<string, FragmentedTable>();
  let table: OpenTable = { index: 0, held: [] };
  let heldBytes = 0;
  // A list of answers is read as if they came after one another.
  const inAnswer = (path: JsonPath): JsonPath =>
    dialect !== 'kusto-v2' && path[0] === '*' ? path.slice(1) : path;
  const members = [paths.columns, paths.kind, paths.rows, paths.id, paths.fragment].filter(
    (path) => path !== undefined,
  );
  const isTroubled = (path: JsonPath): boolean =>
    samePath(path, ['error']) || samePath(path, ['*', 'haserrors']);

  const write = (
    kind: string | undefined,
    index: number,
    names: readonly Buffer[],
    rows: HeldRow[],
  ): void => {
    if (!paths.primary(kind, index)) return;
    for (const { bytes, line } of rows) row(bytes, line, names, out);
  };
  const hold = (bytes: Buffer, line: number): void => {
    heldBytes += bytes.length;
    if (heldBytes <= MAX_HELD) table.held.push({ bytes: Buffer.from(bytes), line });
    else
      out.add({
        kind: 'reject',
        line,
        reason: 'The row comes too long before the list of its columns.',
        text: rejectText(bytes),
      });
  };
  const close = (): void => {
    const { id, kind, index, names, held, fragment } = table;
    const known = id === undefined ? undefined : fragmented.get(id);
    if (names) {
      write(kind, index, names, held);
      if (id !== undefined) fragmented.set(id, { kind, names, rows: [] });
    } else if (known) {
      if (fragment?.toLowerCase() === 'datareplace') known.rows = [];
      known.rows.push(...held);
    } else if (held[0])
      out.add({
        kind: 'reject',
        line: held[0].line,
        reason: `The ${held.length} rows of this table have no list of columns.`,
        text: rejectText(held[0].bytes),
      });
    table = { index: index + 1, held: [] };
  };

  const finishFragments = (): void => {
    for (const { kind, names, rows } of fragmented.values()) write(kind, 0, names, rows);
    fragmented.clear();
  };

  return {
    select(at) {
      const path = inAnswer(at);
      if (members.some((member) => samePath(path, member)) || isTroubled(path)) return 'capture';
      return leadsTo(path, paths.rows) ? 'enter' : 'skip';
    },
    value(at, bytes, line) {
      const path = inAnswer(at);
      if (samePath(path, paths.columns)) table.names = columnNames(bytes);
      else if (samePath(path, paths.kind)) table.kind = String(parsed(bytes));
      else if (paths.id && samePath(path, paths.id)) table.id = bytes.toString('utf8');
      else if (paths.fragment && samePath(path, paths.fragment)) table.fragment = String(parsed(bytes));
      else if (isTroubled(path)) {
        if (path.length === 1 || parsed(bytes) === true) incomplete(line, out);
      } else if (table.names) write(table.kind, table.index, table.names, [{ bytes, line }]);
      else hold(bytes, line);
    },
    bad: badValue(out),
    left(at) {
      const path = inAnswer(at);
      if (samePath(path, tablePath)) close();
      if (path.length > 0 && !samePath(path, tablePath.slice(0, -1))) return;
      table = { index: 0, held: [] };
      if (at.length === 0) finishFragments();
    },
    end() {
      close();
      finishFragments();
    },
  };
}

function incomplete(line: number, out: FrameBuffer): void {
  out.add({
    kind: 'broken',
    at: `line ${line}`,
    reason: 'The service says that the answer is incomplete (partial error).',
  });
}

function row(bytes: Buffer, line: number, names: readonly Buffer[], out: FrameBuffer): void {
  if (bytes[0] === 123) {
    incomplete(line, out);
    return;
  }
  const elements = bytes[0] === 91 ? arrayElements(bytes) : [];
  if (elements.length !== names.length) {
    out.add({
      kind: 'reject',
      line,
      reason: `The row has ${elements.length} values for ${names.length} columns.`,
      text: rejectText(bytes),
    });
    return;
  }
  const parts = elements.flatMap((element, i) => [i === 0 ? OPEN : COMMA, names[i] ?? OPEN, COLON, element]);
  out.record(elements.length === 0 ? Buffer.from('{}') : Buffer.concat([...parts, CLOSE]), line);
}

const OPEN = Buffer.from('{');
const COMMA = Buffer.from(',');
const COLON = Buffer.from(':');
const CLOSE = Buffer.from('}');

/** Each name as JSON text; a name that comes again gets a number. */
function columnNames(bytes: Buffer): readonly Buffer[] {
  const columns = parsed(bytes);
  const seen = new Map<string, number>();
  return (Array.isArray(columns) ? columns : []).map((column: unknown, index) => {
    const name = columnName(column) ?? `Column${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return Buffer.from(JSON.stringify(count === 1 ? name : `${name}_${count}`));
  });
}

export function columnName(column: unknown): string | undefined {
  if (typeof column !== 'object' || column === null) return undefined;
  const members = new Map(
    Object.entries(column).map(([key, value]) => [key.toLowerCase(), value as unknown]),
  );
  const name = members.get('name') ?? members.get('columnname');
  return typeof name === 'string' ? name : undefined;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

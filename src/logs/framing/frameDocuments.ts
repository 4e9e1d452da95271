import { isUtf8 } from 'node:buffer';
import { arrayElements, compactJson } from './compactJson.ts';
import { type Frame, rejectText, tooLong } from './frame.ts';
import { uncleanReason } from './frameLines.ts';
import { type JsonPath, JsonScanner, type ScannerEvents } from './jsonScanner.ts';
import { type JsonLayout, ROW_PATHS, type RowDialect, leadsTo, samePath } from './recordSelector.ts';

const BLOCK = 2 ** 20;

/** Records of JSON of any layout: arrays, envelopes, documents after one another, indented or not, cut off or not. */
export async function* frameDocuments(
  bytes: AsyncIterable<Buffer>,
  layout: JsonLayout,
): AsyncGenerator<Frame> {
  const out = new FrameBuffer();
  const events = layout.kind === 'rows' ? rowEvents(layout.dialect, out) : recordEvents(layout, out);
  const scanner = new JsonScanner(events);
  for await (const chunk of bytes) {
    scanner.push(chunk);
    yield* out.take(false);
  }
  const rest = scanner.end();
  yield* out.take(true);
  if (!rest) return;
  yield {
    kind: 'broken',
    at: `line ${rest.line}`,
    reason: 'The file breaks off before its JSON is complete.',
  };
  if (rest.wasSelected && rest.bytes.length > 0)
    yield {
      kind: 'reject',
      line: rest.line,
      reason: 'The file breaks off in the middle of this record.',
      text: rejectText(rest.bytes),
    };
}

/** Collects small records into blocks, in order with what else there is to say. */
class FrameBuffer {
  #frames: Frame[] = [];
  #texts: Buffer[] = [];
  #lines: number[] = [];
  #size = 0;
  #longest = 0;

  record(text: Buffer, line: number): void {
    if (text.includes(0) || !isUtf8(text)) {
      this.add({ kind: 'reject', line, reason: uncleanReason(text), text: rejectText(text) });
      return;
    }
    const compact = compactJson(text);
    this.#texts.push(compact, NEW_LINE);
    this.#lines.push(line);
    this.#size += compact.length + 1;
    this.#longest = Math.max(this.#longest, compact.length);
  }

  add(frame: Frame): void {
    this.#flush();
    this.#frames.push(frame);
  }

  take(all: boolean): readonly Frame[] {
    if (all || this.#size >= BLOCK) this.#flush();
    return this.#frames.splice(0);
  }

  #flush(): void {
    if (this.#lines.length > 0)
      this.#frames.push({
        kind: 'records',
        block: Buffer.concat(this.#texts),
        lines: this.#lines,
        longest: this.#longest,
      });
    this.#texts = [];
    this.#lines = [];
    this.#size = 0;
    this.#longest = 0;
  }
}

const NEW_LINE = Buffer.from('\n');

function bad(out: FrameBuffer): ScannerEvents['bad'] {
  return (_, bytes, line, reason) => {
    out.add({
      kind: 'reject',
      line,
      reason:
        reason === 'too-long'
          ? tooLong(bytes.length)
          : 'A text has a line break that is not escaped; the rest of the record was skipped.',
      text: rejectText(bytes),
    });
  };
}

/** Elements of `records` inside a record are records (a vendor's own example nests them). */
function recordEvents(layout: Exclude<JsonLayout, { kind: 'rows' }>, out: FrameBuffer): ScannerEvents {
  const isRecord = (path: JsonPath): boolean => {
    const inner = path[0] === '*' ? path.slice(1) : path;
    if (layout.kind === 'roots') return inner.length === 0;
    const list = layout.key.toLowerCase();
    return inner.length === 2 && inner[0]?.toLowerCase() === list && inner[1] === '*';
  };
  return {
    select(path, opener) {
      if (layout.kind === 'roots') {
        if (path.length === 0 && opener === 'array') return 'enter';
        return isRecord(path) ? 'capture' : 'skip';
      }
      if (isRecord(path)) return 'capture';
      const inner = path[0] === '*' ? path.slice(1) : path;
      if (inner.length === 0) return 'enter';
      return inner.length === 1 && opener === 'array' && inner[0]?.toLowerCase() === layout.key.toLowerCase()
        ? 'enter'
        : 'skip';
    },
    value(_, bytes, line) {
      out.record(bytes, line);
    },
    bad: bad(out),
  };
}

/** Rows as arrays become objects by their table's columns, so that a record reads by itself. */
function rowEvents(dialect: RowDialect, out: FrameBuffer): ScannerEvents {
  const paths = ROW_PATHS[dialect];
  const tablePath = paths.columns.slice(0, -1);
  let table = {
    index: 0,
    kind: undefined as string | undefined,
    names: undefined as readonly Buffer[] | undefined,
  };
  let nameless = false;
  return {
    select(path) {
      if (samePath(path, paths.columns) || samePath(path, paths.kind) || samePath(path, paths.rows))
        return 'capture';
      if (samePath(path, ['error']) || samePath(path, ['*', 'haserrors'])) return 'capture';
      return leadsTo(path, paths.rows) ? 'enter' : 'skip';
    },
    value(path, bytes, line) {
      if (samePath(path, paths.columns)) table.names = columnNames(bytes);
      else if (samePath(path, paths.kind)) table.kind = String(parsed(bytes));
      else if (!samePath(path, paths.rows)) {
        if (path.length === 1 || parsed(bytes) === true)
          out.add({
            kind: 'broken',
            at: `line ${line}`,
            reason: 'The service says that the answer is incomplete (partial error).',
          });
      } else if (!paths.primary(table.kind, table.index)) return;
      else if (table.names) row(bytes, line, table.names, out);
      else if (!nameless) {
        nameless = true;
        out.add({
          kind: 'reject',
          line,
          reason: 'The rows come before the list of their columns.',
          text: rejectText(bytes),
        });
      }
    },
    bad: bad(out),
    left(path) {
      if (samePath(path, tablePath.slice(0, -1)) || samePath(path, tablePath)) nameless = false;
      if (samePath(path, tablePath)) table = { index: table.index + 1, kind: undefined, names: undefined };
    },
  };
}

function row(bytes: Buffer, line: number, names: readonly Buffer[], out: FrameBuffer): void {
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

import { type Frame, rejectText } from './frame.ts';
import { FrameBuffer, badValue } from './frameBuffer.ts';
import { frameRows } from './frameRows.ts';
import { type JsonPath, JsonScanner, type ScannerEvents } from './jsonScanner.ts';
import type { JsonLayout } from './recordSelector.ts';

/** Records of JSON of any layout: arrays, envelopes, documents after one another, indented or not, cut off or not. */
export async function* frameDocuments(
  bytes: AsyncIterable<Buffer>,
  layout: JsonLayout,
): AsyncGenerator<Frame> {
  const out = new FrameBuffer();
  const events: DocumentEvents =
    layout.kind === 'rows' ? frameRows(layout.dialect, out) : recordEvents(layout, out);
  const scanner = new JsonScanner(events);
  for await (const chunk of bytes) {
    scanner.push(chunk);
    yield* out.take(false);
  }
  const rest = scanner.end();
  events.end?.();
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

interface DocumentEvents extends ScannerEvents {
  /** The file is at its end. */
  end?(): void;
}

function recordEvents(layout: Exclude<JsonLayout, { kind: 'rows' }>, out: FrameBuffer): DocumentEvents {
  const list = layout.kind === 'list' ? layout.key.toLowerCase() : '';
  const depth = layout.kind === 'list' ? (layout.depth ?? 1) : 0;
  const isOnWay = (path: JsonPath): boolean =>
    path.every((key, i) => (i % 2 === 0 ? key.toLowerCase() === list : key === '*'));
  return {
    select(path, opener) {
      if (layout.kind === 'roots' && path.length === 0 && opener === 'array') return 'enter';
      const inner = path[0] === '*' ? path.slice(1) : path;
      if (inner.length === 2 * depth) return isOnWay(inner) ? 'capture' : 'skip';
      if (inner.length > 2 * depth || !isOnWay(inner)) return 'skip';
      return inner.length % 2 === 0 || opener === 'array' ? 'enter' : 'skip';
    },
    value(_, bytes, line) {
      out.record(bytes, line);
    },
    bad: badValue(out),
  };
}

import { isUtf8 } from 'node:buffer';
import { type Frame, MAX_RECORD_BYTES, rejectText, tooLong } from './frame.ts';

const LF = 10;
const CR = 13;

/**
 * One JSON text a line. Whole blocks of good lines pass through untouched; only blocks with bytes that cannot be
 * JSON are looked at line by line. Blank lines do not count as records; a lone CR ends a line as LF does.
 */
export async function* frameLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let carry: Buffer[] = [];
  let carried = 0;
  let skipped = 0;
  let line = 1;
  for await (const chunk of bytes) {
    let start = 0;
    if (skipped > 0) {
      const end = endOfLine(chunk);
      skipped += end < 0 ? chunk.length : end;
      if (end < 0) continue;
      yield { kind: 'reject', line, reason: tooLong(skipped), text: rejectText(Buffer.concat(carry)) };
      [carry, carried, skipped] = [[], 0, 0];
      line += 1;
      start = end + 1;
    }
    const last = Math.max(chunk.lastIndexOf(LF), chunk.subarray(0, -1).lastIndexOf(CR));
    if (last < start) {
      const rest = Buffer.from(chunk.subarray(start));
      carried += rest.length;
      carry.push(rest);
      if (carried > MAX_RECORD_BYTES) {
        skipped = carried;
        carry = [Buffer.concat(carry).subarray(0, 2 ** 16)];
      }
      continue;
    }
    if (carried > 0) {
      const end = afterFirstLine(chunk, start);
      line = yield* frameBlock(Buffer.concat([...carry, chunk.subarray(start, end)]), line);
      start = end;
    }
    line = yield* frameBlock(chunk.subarray(start, last + 1), line);
    carry = last + 1 < chunk.length ? [Buffer.from(chunk.subarray(last + 1))] : [];
    carried = chunk.length - last - 1;
  }
  if (skipped > 0)
    yield { kind: 'reject', line, reason: tooLong(skipped), text: rejectText(Buffer.concat(carry)) };
  else if (carried > 0) yield* frameTail(Buffer.concat(carry), line);
}

function endOfLine(chunk: Buffer): number {
  const lf = chunk.indexOf(LF);
  const cr = chunk.indexOf(CR);
  return lf < 0 ? cr : cr < 0 ? lf : Math.min(lf, cr);
}

/** Of a chunk with a line end after `start`, not as its last byte where that is a CR. */
function afterFirstLine(chunk: Buffer, start: number): number {
  const end = start + endOfLine(chunk.subarray(start));
  return chunk[end] === CR && chunk[end + 1] === LF ? end + 2 : end + 1;
}

/**
 * What follows the last line feed: a line without an end, whole or cut off in the middle. Before it are the lines whose CR was
 * the last byte of a chunk.
 */
function* frameTail(tail: Buffer, firstLine: number): Generator<Frame> {
  const start = tail.lastIndexOf(CR) + 1;
  const line = yield* frameBlock(tail.subarray(0, start), firstLine);
  yield* frameLast(tail.subarray(start), line);
}

function* frameLast(tail: Buffer, line: number): Generator<Frame> {
  let end = tail.length;
  while (end > 0 && tail[end - 1] === 0) end--;
  if (end < tail.length)
    yield {
      kind: 'broken',
      at: `line ${line}`,
      reason: `The file ends in ${tail.length - end} NUL bytes: its writer was interrupted.`,
    };
  const text = tail.subarray(0, end);
  if (isBlank(text, 0, text.length)) return;
  if (isUtf8(text) && isWhole(text)) {
    yield* frameBlock(Buffer.concat([text, Buffer.from('\n')]), line);
    return;
  }
  yield {
    kind: 'broken',
    at: `line ${line}`,
    reason: 'The file breaks off in the middle of its last record.',
  };
  yield {
    kind: 'reject',
    line,
    reason: 'The file breaks off in the middle of this record.',
    text: rejectText(text),
  };
}

function isWhole(text: Buffer): boolean {
  try {
    JSON.parse(text.toString('utf8'));
    return true;
  } catch {
    // A line that ends in a brace is malformed rather than cut off; the loader says how.
    return text.toString('latin1').trimEnd().endsWith('}');
  }
}

/** `block` ends at a line end. Returns the number of the line after it. */
function* frameBlock(bytes: Buffer, firstLine: number): Generator<Frame, number> {
  const clean = isUtf8(bytes) && !bytes.includes(0);
  const block = withLineFeeds(bytes);
  const lines: number[] = [];
  let longest = 0;
  let line = firstLine;
  let goodFrom = 0;
  for (let start = 0; start < block.length; ) {
    const end = block.indexOf(LF, start);
    const long = end - start > MAX_RECORD_BYTES;
    if (long || (!clean && !isCleanLine(block, start, end))) {
      if (lines.length > 0)
        yield { kind: 'records', block: block.subarray(goodFrom, start), lines: lines.splice(0), longest };
      goodFrom = end + 1;
      const bytes = block.subarray(start, end);
      yield {
        kind: 'reject',
        line,
        reason: long ? tooLong(bytes.length) : uncleanReason(bytes),
        text: rejectText(bytes),
      };
    } else if (!isBlank(block, start, end)) {
      lines.push(line);
      longest = Math.max(longest, end - start);
    }
    line += 1;
    start = end + 1;
  }
  if (lines.length > 0) yield { kind: 'records', block: block.subarray(goodFrom), lines, longest };
  return line;
}

/** Lone CRs become LFs, so that DuckDB and this file count the same lines; a CR before an LF is JSON's white space. */
function withLineFeeds(bytes: Buffer): Buffer {
  let block = bytes;
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 1))
    if (bytes[at + 1] !== LF) {
      if (block === bytes) block = Buffer.from(bytes);
      block[at] = LF;
    }
  return block;
}

function isBlank(block: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = block[i] ?? 0;
    if (byte !== 32 && byte !== 9 && byte !== CR && byte !== LF) return false;
  }
  return true;
}

function isCleanLine(block: Buffer, start: number, end: number): boolean {
  const bytes = block.subarray(start, end);
  return !bytes.includes(0) && isUtf8(bytes);
}

export function uncleanReason(bytes: Buffer): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0) return `The record has a NUL byte (at byte ${nul + 1} of the line).`;
  return `The record is not UTF-8 (from byte ${firstBadByte(bytes) + 1} of the line); save the file as UTF-8.`;
}

/** Decoding puts U+FFFD in place of what is not UTF-8, so the texts part there. */
function firstBadByte(bytes: Buffer): number {
  const decoded = Buffer.from(bytes.toString('utf8'), 'utf8');
  const at = bytes.findIndex((byte, index) => byte !== decoded[index]);
  return Math.max(0, at);
}

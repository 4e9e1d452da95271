import { MAX_RECORD_BYTES } from './frame.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const LF = 10;

/** Keys of objects, and '*' for a place in an array. */
export type JsonPath = readonly string[];

export interface ScannerEvents {
  /** What to do with the value that starts at `path`. */
  select(path: JsonPath, opener: 'object' | 'array' | 'scalar'): 'enter' | 'capture' | 'skip';
  /** A captured value as it stands in the file; `line` is where it starts. */
  value(path: JsonPath, bytes: Buffer, line: number): void;
  /** A captured value that cannot be JSON; the scan goes on at the next line that begins with a brace. */
  bad(path: JsonPath, bytes: Buffer, line: number, reason: 'line-break' | 'too-long'): void;
  /** An entered array or object ends. */
  left?(path: JsonPath): void;
}

interface Level {
  readonly array: boolean;
  /** Of the value to come, in an object. */
  key: string;
  expectsKey: boolean;
}

/**
 * Walks JSON of any length and finds the values that its user selects, holding no more than one of them. Lenient
 * between values (several documents, stray commas and brackets, a missing end), exact inside of them.
 */
export class JsonScanner {
  readonly #events: ScannerEvents;
  readonly #levels: Level[] = [];
  #line = 1;
  #mode: 'walk' | 'key' | 'inside' | 'resync' = 'walk';
  #parts: Buffer[] = [];
  #size = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #scalar = false;
  #keep = false;
  #startLine = 1;
  #atLineStart = false;

  constructor(events: ScannerEvents) {
    this.#events = events;
  }

  get line(): number {
    return this.#line;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#mode === 'walk') at = this.#walk(chunk, at);
      else if (this.#mode === 'resync') at = this.#resync(chunk, at);
      else at = this.#inside(chunk, at);
    }
  }

  /** The text of a value that was under way, undefined where the JSON was whole. */
  end(): { readonly bytes: Buffer; readonly line: number; readonly wasSelected: boolean } | undefined {
    if (this.#mode === 'inside' && this.#scalar && this.#levels.length === 0) {
      this.#finish();
      return undefined;
    }
    if (this.#mode === 'walk' && this.#levels.length === 0) return undefined;
    if (this.#mode === 'resync') return undefined;
    return {
      bytes: Buffer.concat(this.#parts),
      line: this.#mode === 'inside' ? this.#startLine : this.#line,
      wasSelected: this.#keep,
    };
  }

  #walk(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      const level = this.#levels.at(-1);
      switch (byte) {
        case LF:
          this.#line += 1;
          continue;
        case 58: // :
          continue;
        case 44: // ,
          if (level && !level.array) level.expectsKey = true;
          continue;
        case 93: // ]
        case 125: // }
          if (level) {
            this.#events.left?.(this.#path().slice(0, -1));
            this.#levels.pop();
          }
          continue;
        case QUOTE:
          if (level?.expectsKey === true) {
            this.#begin('key', false);
            return at + 1;
          }
          break;
        default:
          // White space, and control signs, which end a scalar and so cannot begin one.
          if (byte <= 32) continue;
      }
      return this.#start(chunk, at, byte);
    }
    return chunk.length;
  }

  #start(chunk: Buffer, at: number, byte: number): number {
    const opener = byte === 123 ? 'object' : byte === 91 ? 'array' : 'scalar';
    const choice = this.#events.select(this.#path(), opener);
    if (choice === 'enter' && opener !== 'scalar') {
      this.#levels.push({ array: opener === 'array', key: '', expectsKey: opener === 'object' });
      return at + 1;
    }
    this.#begin('inside', choice === 'capture');
    this.#scalar = opener === 'scalar' && byte !== QUOTE;
    return this.#inside(chunk, at);
  }

  #begin(mode: 'key' | 'inside', keep: boolean): void {
    this.#mode = mode;
    this.#parts = [];
    this.#size = 0;
    this.#depth = 0;
    this.#inString = mode === 'key';
    this.#escaped = false;
    this.#scalar = false;
    this.#keep = keep || mode === 'key';
    this.#startLine = this.#line;
  }

  /** Runs to the end of the value (or key) under way; returns where the walk goes on. */
  #inside(chunk: Buffer, from: number): number {
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) {
        if (byte === LF) return this.#spoil(chunk, from, at, 'line-break');
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          if (this.#mode === 'key' || this.#depth === 0)
            return this.#take(chunk, from, at + (this.#mode === 'key' ? 0 : 1), at + 1);
        }
        continue;
      }
      if (byte === QUOTE) this.#inString = true;
      else if (byte === 123 || byte === 91) this.#depth += 1;
      else if (byte === 125 || byte === 93) {
        if (this.#scalar) return this.#take(chunk, from, at, at);
        this.#depth -= 1;
        if (this.#depth === 0) return this.#take(chunk, from, at + 1, at + 1);
      } else if (this.#scalar && (byte === 44 || byte <= 32)) return this.#take(chunk, from, at, at);
    }
    if (this.#keep) this.#hold(Buffer.from(chunk.subarray(from)));
    else this.#countLines(chunk.subarray(from));
    if (this.#size > MAX_RECORD_BYTES && this.#keep) return this.#spoil(chunk, at, at, 'too-long');
    return at;
  }

  #hold(part: Buffer): void {
    this.#parts.push(part);
    this.#size += part.length;
  }

  #take(chunk: Buffer, from: number, end: number, next: number): number {
    if (this.#keep) this.#hold(chunk.subarray(from, end));
    else this.#countLines(chunk.subarray(from, end));
    if (this.#keep && this.#size > MAX_RECORD_BYTES) return this.#spoil(chunk, end, next, 'too-long');
    this.#finish();
    return next;
  }

  #finish(): void {
    const bytes = this.#parts.length === 1 ? (this.#parts[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#parts);
    this.#parts = [];
    const level = this.#levels.at(-1);
    if (this.#mode === 'key') {
      if (level) {
        level.key = unescapeKey(bytes);
        level.expectsKey = false;
      }
    } else if (this.#keep) {
      this.#countLines(bytes);
      this.#events.value(this.#path(), bytes, this.#startLine);
    }
    this.#mode = 'walk';
  }

  #spoil(chunk: Buffer, from: number, end: number, reason: 'line-break' | 'too-long'): number {
    if (!this.#keep) this.#countLines(chunk.subarray(from, end));
    else if (end > from) this.#hold(chunk.subarray(from, end));
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#countLines(bytes);
    if (this.#keep) this.#events.bad(this.#path(), bytes.subarray(0, 2 ** 16), this.#startLine, reason);
    this.#mode = 'resync';
    this.#inString = false;
    return end;
  }

  /** To the next line whose first sign is an opening brace (perhaps after a comma or bracket). */
  #resync(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === LF) {
        this.#line += 1;
        this.#atLineStart = true;
      } else if (this.#atLineStart && byte === 123) {
        this.#mode = 'walk';
        this.#atLineStart = false;
        return at;
      } else if (byte > 32 && byte !== 44 && byte !== 91) this.#atLineStart = false;
    }
    return chunk.length;
  }

  #countLines(bytes: Buffer): void {
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) this.#line += 1;
  }

  #path(): JsonPath {
    return this.#levels.map((level) => (level.array ? '*' : level.key));
  }
}

function unescapeKey(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

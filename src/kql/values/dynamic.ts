import { printReal } from './real.ts';

/** A JSON value that keeps Kusto's long (bigint) and real (number) apart, and integers exact. */
export type Dynamic = null | boolean | bigint | number | string | Dynamic[] | Map<string, Dynamic>;

const MAX_DEPTH = 500;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

/** Reads JSON; undefined where the text is not JSON (or is nested deeper than 500). */
export function parseDynamic(text: string): Dynamic | undefined {
  const reader = new Reader(text);
  try {
    return reader.document();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Compact JSON; reals keep a fraction (1.0), NaN and infinities become the strings that Kusto uses. */
export function printDynamic(value: Dynamic): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? printReal(value) : `"${printReal(value)}"`;
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return Array.isArray(value)
        ? `[${value.map(printDynamic).join(',')}]`
        : `{${[...value].map(([key, member]) => `${JSON.stringify(key)}:${printDynamic(member)}`).join(',')}}`;
  }
}

/** What tostring() makes of a dynamic: a string's own characters, '' for null, compact JSON else. */
export function dynamicToString(value: Dynamic): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : printDynamic(value);
}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): Dynamic {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) throw new SyntaxError('trailing text');
    return value;
  }

  private space(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.at++;
    }
  }

  private value(depth: number): Dynamic {
    if (depth > MAX_DEPTH) throw new SyntaxError('nested too deep');
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.bag(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw new SyntaxError('not JSON');
    this.at += word.length;
    return value;
  }

  private bag(depth: number): Map<string, Dynamic> {
    const bag = new Map<string, Dynamic>();
    this.at++;
    this.space();
    if (this.take('}')) return bag;
    do {
      this.space();
      if (this.text[this.at] !== '"') throw new SyntaxError('not JSON');
      const key = this.string();
      this.space();
      if (!this.take(':')) throw new SyntaxError('not JSON');
      bag.set(key, this.value(depth + 1));
      this.space();
    } while (this.take(','));
    if (!this.take('}')) throw new SyntaxError('not JSON');
    return bag;
  }

  private array(depth: number): Dynamic[] {
    const items: Dynamic[] = [];
    this.at++;
    this.space();
    if (this.take(']')) return items;
    do {
      items.push(this.value(depth + 1));
      this.space();
    } while (this.take(','));
    if (!this.take(']')) throw new SyntaxError('not JSON');
    return items;
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  private string(): string {
    const start = this.at++;
    for (;;) {
      const c = this.text[this.at];
      if (c === undefined) throw new SyntaxError('not JSON');
      this.at += c === '\\' ? 2 : 1;
      if (c === '"') break;
    }
    const body = this.text.slice(start + 1, this.at - 1);
    return body.includes('\\') ? (JSON.parse(this.text.slice(start, this.at)) as string) : body;
  }

  private number(): Dynamic {
    const pattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) throw new SyntaxError('not JSON');
    this.at += match[0].length;
    if (match[1] !== undefined || match[2] !== undefined) return Number(match[0]);
    const long = BigInt(match[0]);
    return long >= LONG_MIN && long <= LONG_MAX ? long : Number(match[0]);
  }
}

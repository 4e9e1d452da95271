import { RegexProblem } from './syntax.ts';

/** White space of patterns, as Unicode says it. */
const SPACE = /^[\t-\r \u0085\u200e\u200f\u2028\u2029]$/;

/** A place in a pattern. */
export class Cursor {
  at = 0;
  readonly pattern: string;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  /** The code point here; an empty text at the end. */
  get next(): string {
    const point = this.pattern.codePointAt(this.at);
    return point === undefined ? '' : String.fromCodePoint(point);
  }

  starts(text: string): boolean {
    return this.pattern.startsWith(text, this.at);
  }

  take(): string {
    const { next } = this;
    this.at += next.length;
    return next;
  }

  /** Whether the text stood here; it is passed over. */
  skip(text: string): boolean {
    if (!this.starts(text)) return false;
    this.at += text.length;
    return true;
  }

  /** What a sticky expression finds here; it is passed over. */
  match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.pattern);
    if (found) this.at += found[0].length;
    return found ?? undefined;
  }

  /** In verbose mode, past white space and comments. */
  skipSpace(verbose: boolean): void {
    while (verbose && this.next !== '') {
      if (SPACE.test(this.next)) this.take();
      else if (this.next === '#') {
        const end = this.pattern.indexOf('\n', this.at);
        this.at = end < 0 ? this.pattern.length : end;
      } else return;
    }
  }

  fail(reason: string): never {
    throw new RegexProblem(reason);
  }
}

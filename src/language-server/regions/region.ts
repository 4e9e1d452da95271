import type { Span } from '../../kql/diagnostics.ts';

/** A run of characters that the query and the document share. */
interface Piece {
  /** Offset in the query. */
  readonly inner: number;
  /** Offset in the document. */
  readonly outer: number;
  readonly length: number;
}

/** A query in a document: what Kusto is given, and where each part of it lies. Offsets are UTF-16. */
export class Region {
  readonly text: string;
  /** What a line of the query begins with in the document. */
  readonly indent: string;
  private readonly pieces: readonly [Piece, ...Piece[]];

  constructor(text: string, pieces: readonly [Piece, ...Piece[]], indent = '') {
    this.text = text;
    this.pieces = pieces;
    this.indent = indent;
  }

  /** The query without what is put before the document. */
  get own(): string {
    return this.text.slice(this.pieces[0].inner);
  }

  /** Where the query begins and ends in the document. */
  get span(): Span {
    const [first] = this.pieces;
    const last = this.pieces.at(-1) ?? first;
    return { start: first.outer, length: last.outer + last.length - first.outer };
  }

  /** Offset in the query of an offset in the document; undefined outside. An end belongs to what it ends. */
  inner(outer: number): number | undefined {
    const piece = this.pieces.findLast((each) => each.outer <= outer && outer <= each.outer + each.length);
    return piece && piece.inner + (outer - piece.outer);
  }

  /** The document's span of a span of the query; undefined where that lies in what is put before the document. */
  outer({ start, length }: Span): Span | undefined {
    const from = this.pieces.findLast((each) => each.inner <= start && start <= each.inner + each.length);
    const end = start + length;
    const to = this.pieces.findLast((each) => each.inner <= end && end <= each.inner + each.length);
    if (!from || !to) return undefined;
    const outerStart = from.outer + (start - from.inner);
    return { start: outerStart, length: to.outer + (end - to.inner) - outerStart };
  }

  /** Text of a query as it is written into the document. */
  outward(text: string): string {
    return this.indent === '' ? text : text.replaceAll(/\n(?=[^\n])/g, `\n${this.indent}`);
  }
}

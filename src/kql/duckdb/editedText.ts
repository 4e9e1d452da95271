import { KqlError } from '../diagnostics.ts';
import type { KqlDiagnostic } from '../engine.ts';

interface Insertion {
  readonly at: number;
  readonly length: number;
}

/** A query's text with insertions, and the way back to positions in the text as it was given. */
export class EditedText {
  readonly current: string;
  private readonly insertions: readonly Insertion[];

  constructor(current: string, insertions: readonly Insertion[] = []) {
    this.current = current;
    this.insertions = insertions;
  }

  insert(at: number, text: string): EditedText {
    return new EditedText(this.current.slice(0, at) + text + this.current.slice(at), [
      ...this.insertions,
      { at, length: text.length },
    ]);
  }

  inRequest(error: KqlError): KqlError {
    if (this.insertions.length === 0) return error;
    const [first, ...others] = error.diagnostics.map((diagnostic): KqlDiagnostic => {
      const start = this.original(diagnostic.start);
      return { ...diagnostic, start, length: this.original(diagnostic.start + diagnostic.length) - start };
    });
    return first ? new KqlError([first, ...others]) : error;
  }

  private original(position: number): number {
    return this.insertions.reduceRight(
      (at, { at: start, length }) => (at <= start ? at : Math.max(start, at - length)),
      position,
    );
  }
}

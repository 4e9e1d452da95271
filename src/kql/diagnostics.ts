import { AzimuthError } from '../base/errors.ts';
import type { KqlDiagnostic } from './engine.ts';

/** Where in the request's text: UTF-16 offset and length. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** A query that is not answered; every reason of it in `diagnostics`, the first of them in the message. */
export class KqlError extends AzimuthError {
  readonly diagnostics: readonly KqlDiagnostic[];

  constructor(diagnostics: readonly [KqlDiagnostic, ...KqlDiagnostic[]]) {
    const [first] = diagnostics;
    super(`kql.${first.code}`, first.message, {
      unharmed: 'the case is unchanged',
      next: first.rewrite === undefined ? [] : [first.rewrite],
    });
    this.name = 'KqlError';
    this.diagnostics = diagnostics;
  }

  /** The same with every place moved by so many characters. */
  moved(by: number): KqlError {
    const [first, ...others] = this.diagnostics.map((each) => ({ ...each, start: each.start + by }));
    return first ? new KqlError([first, ...others]) : this;
  }
}

/** Valid KQL that this engine does not answer exactly. */
export function refuse(code: string, message: string, span: Span, rewrite?: string): KqlError {
  return new KqlError([
    {
      kind: 'refused',
      code,
      message,
      start: span.start,
      length: span.length,
      ...(rewrite !== undefined && { rewrite }),
    },
  ]);
}

export function invalid(code: string, message: string, span: Span): KqlError {
  return new KqlError([{ kind: 'invalid', code, message, start: span.start, length: span.length }]);
}

export function failed(code: string, message: string, span: Span): KqlError {
  return new KqlError([{ kind: 'failed', code, message, start: span.start, length: span.length }]);
}

const CARRIED = /\u0001(\{.*\})\u0001/s;

/**
 * A refusal as an error for a function that the database calls: of an error it keeps only the text, from which
 * `carriedRefusal` makes the refusal again.
 */
export function carryRefusal({ diagnostics: [diagnostic] }: KqlError): Error {
  return new Error(`\u0001${JSON.stringify(diagnostic)}\u0001`);
}

export function carriedRefusal(message: string): KqlError | undefined {
  const [, carried] = CARRIED.exec(message) ?? [];
  return carried === undefined ? undefined : new KqlError([JSON.parse(carried) as KqlDiagnostic]);
}

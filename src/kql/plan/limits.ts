import type { SyntaxNode } from '../syntax/node.ts';
import { nameText, tokenText } from './access.ts';

/** What the service gives of an answer at most, unless the query sets it otherwise. */
export interface Limits {
  readonly rows: number;
  /** Of the rows as JSON. */
  readonly bytes: number;
}

const SERVICE_LIMITS: Limits = { rows: 500_000, bytes: 64 << 20 };

export const NO_LIMITS: Limits = { rows: Infinity, bytes: Infinity };

/** `set notruncation` and `set truncationmaxrecords = n`, `set truncationmaxsize = n`. */
export function limitsOf(statements: readonly SyntaxNode[]): Limits {
  let limits = SERVICE_LIMITS;
  for (const statement of statements) {
    if (statement.kind !== 'SetOptionStatement') continue;
    const name = nameText(statement.parts['Name'] ?? statement).toLowerCase();
    const given = statement.parts['ValueClause'];
    const value = given ? tokenText(given).replace(/^=/, '') : '';
    const number = /^\d+$/.test(value) ? Number(value) : undefined;
    if (name === 'notruncation' && value.toLowerCase() !== 'false') limits = NO_LIMITS;
    if (name === 'truncationmaxrecords' && number !== undefined) limits = { ...limits, rows: number };
    if (name === 'truncationmaxsize' && number !== undefined) limits = { ...limits, bytes: number };
  }
  return limits;
}

import { AzureFault } from '../faults/fault.ts';

/** What a service says of a query that it did not run, in the form in which the embedded engine says it. */
export interface QueryDiagnostic {
  readonly kind: 'invalid';
  readonly code: string;
  readonly message: string;
  /** UTF-16 offset and length in the query's text. */
  readonly start: number;
  readonly length: number;
}

class RefusedQuery extends AzureFault {
  readonly diagnostics: readonly QueryDiagnostic[];

  constructor(fault: AzureFault, diagnostic: QueryDiagnostic) {
    super('azure.query-invalid', diagnostic.message, { unharmed: 'nothing was run' }, fault.reply, fault);
    this.diagnostics = [diagnostic];
  }
}

/** The fault of a query that is wrong, with its place where the service says one; undefined for other failures. */
export function refusedQuery(error: unknown, text: string): AzureFault | undefined {
  if (!(error instanceof AzureFault) || error.code !== 'azure.invalid-request' || !error.reply)
    return undefined;
  const { code, message, place } = error.reply;
  const start = place ? offsetOf(text, place.line, place.position, place.token) : 0;
  return new RefusedQuery(error, {
    kind: 'invalid',
    code: place?.code || code || 'BadArgumentError',
    message,
    start,
    length: place?.token.length ?? 0,
  });
}

/** Lines count from 1, positions from 0 or 1 depending on the service: the token decides. */
function offsetOf(text: string, line: number, position: number, token: string): number {
  const before = text.split('\n').slice(0, line - 1);
  const at = before.reduce((sum, each) => sum + each.length + 1, 0) + position;
  const candidates = [at, at - 1, at + 1].filter((each) => token !== '' && text.startsWith(token, each));
  return Math.max(0, Math.min(candidates[0] ?? at, text.length));
}

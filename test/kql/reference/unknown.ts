/** Thrown where the documentation does not settle what Kusto answers, or this evaluator does not know it. */
export class Unknown extends Error {
  override readonly name = 'Unknown';
}

export function unknown(what: string): Unknown {
  return new Unknown(what);
}

const OVERFLOW = 'overflow of ';

/** An overflow, which the documentation lets fail the query: see learn.microsoft.com/kusto/concepts/overflow. */
export function overflow(what: string): Unknown {
  return new Unknown(OVERFLOW + what);
}

export function isOverflow(reason: string): boolean {
  return reason.startsWith(OVERFLOW);
}

/** Thrown where the documentation does not settle what Kusto answers, or this evaluator does not know it. */
export class Unknown extends Error {
  override readonly name = 'Unknown';
}

export function unknown(what: string): Unknown {
  return new Unknown(what);
}

/** Thrown where the documentation says that the query itself fails. */
export class KustoFails extends Error {
  override readonly name = 'KustoFails';
}

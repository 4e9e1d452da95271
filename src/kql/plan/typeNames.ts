import { KUSTO_TYPES, type KustoType } from '../../domain/kustoType.ts';
import { refuse, type Span } from '../diagnostics.ts';

const ALIASES: Readonly<Record<string, KustoType>> = {
  boolean: 'bool',
  int32: 'int',
  int64: 'long',
  double: 'real',
  date: 'datetime',
  time: 'timespan',
  uuid: 'guid',
  uniqueid: 'guid',
};

/** The type that a query calls by this name. */
export function typeNamed(name: string, span: Span): KustoType {
  const text = name.toLowerCase();
  const type = ALIASES[text] ?? KUSTO_TYPES.find((one) => one === text);
  if (!type) throw refuse('type-not-known', `The type ${name} is not known.`, span);
  return type;
}

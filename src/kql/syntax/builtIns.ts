import { syntaxKinds, language, toArray } from './language.ts';

/** Names that Kusto.Language knows without a schema. */
export interface BuiltIns {
  readonly functions: readonly string[];
  readonly aggregates: readonly string[];
  readonly plugins: readonly string[];
  /** Syntax kinds of query operators, as MvExpandOperator. */
  readonly operators: readonly string[];
}

export function builtIns(): BuiltIns {
  const { Functions, Aggregates, PlugIns } = language();
  const names = (from: typeof Functions): string[] =>
    [...new Set(toArray(from.All).map(({ Name }) => Name))].sort();
  return {
    functions: names(Functions),
    aggregates: names(Aggregates),
    plugins: names(PlugIns),
    operators: syntaxKinds()
      .filter((kind) => kind.endsWith('Operator') && !/^(Bad|Custom)/.test(kind))
      .sort(),
  };
}

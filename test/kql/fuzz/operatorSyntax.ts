type Write = (args: readonly string[]) => string;

const infix =
  (operator: string): Write =>
  ([left = '', right = '']) =>
    `(${left} ${operator} ${right})`;

const prefix =
  (operator: string): Write =>
  ([operand = '']) =>
    `(${operator} ${operand})`;

/** Operators that have a negated form with `!`. */
const WORDS: Readonly<Record<string, string>> = {
  Has: 'has',
  HasCs: 'has_cs',
  HasPrefix: 'hasprefix',
  HasPrefixCs: 'hasprefix_cs',
  HasSuffix: 'hassuffix',
  HasSuffixCs: 'hassuffix_cs',
  Contains: 'contains',
  ContainsCs: 'contains_cs',
  StartsWith: 'startswith',
  StartsWithCs: 'startswith_cs',
  EndsWith: 'endswith',
  EndsWithCs: 'endswith_cs',
};

/** How the entries that stand for operators are written. */
export const OPERATOR_SYNTAX: Readonly<Record<string, Write>> = {
  AddExpression: infix('+'),
  SubtractExpression: infix('-'),
  MultiplyExpression: infix('*'),
  DivideExpression: infix('/'),
  ModuloExpression: infix('%'),
  UnaryMinusExpression: prefix('-'),
  UnaryPlusExpression: prefix('+'),
  AndExpression: infix('and'),
  OrExpression: infix('or'),
  EqualExpression: infix('=='),
  NotEqualExpression: infix('!='),
  LessThanExpression: infix('<'),
  LessThanOrEqualExpression: infix('<='),
  GreaterThanExpression: infix('>'),
  GreaterThanOrEqualExpression: infix('>='),
  EqualTildeExpression: infix('=~'),
  BangTildeExpression: infix('!~'),
  MatchesRegexExpression: infix('matches regex'),
  ...Object.fromEntries(
    Object.entries(WORDS).flatMap(([kind, word]) => [
      [`${kind}Expression`, infix(word)],
      [`Not${kind}Expression`, infix(`!${word}`)],
    ]),
  ),
};

import type { KustoType } from '../../../domain/kustoType.ts';
import { carryRefusal, refuse } from '../../diagnostics.ts';
import { quote } from '../../functions/quote.ts';
import { overRegex, regexProblem } from '../../functions/regexCalls.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, resultColumns, tokenText } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { checkedConvert } from '../calls.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { typeNamed } from '../typeNames.ts';

interface Captured {
  readonly name: string;
  readonly type: KustoType;
}

interface Pattern {
  readonly regexes: readonly string[];
  readonly columns: readonly Captured[];
}

const NUMBER = '[+-]?\\d+';
const CAPTURES: Readonly<Partial<Record<KustoType, string>>> = {
  int: NUMBER,
  long: NUMBER,
  real: '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?',
  decimal: '[+-]?\\d+(?:\\.\\d+)?',
};

/** `parse` and `parse-where`: one regular expression with a group per column. */
export function parse(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const options = parameters(node);
  const kindNode = options.get('kind');
  const kind = kindNode ? tokenText(kindNode).toLowerCase() : 'simple';
  const flags = options.get('flags');
  const row = { scope: env.scope, row: rowOf(input) };
  const source = checkedConvert(builder.expr(part(node, 'Expression'), row), 'string', node);
  const pattern = patternOf(list(node, 'Patterns'), kind, flags ? tokenText(flags) : '');
  const matched = builder.fresh('$parsed', 'dynamic');
  const names = pattern.columns.map((_, i) => `g${i}`);
  const groups: Expr = {
    kind: 'call',
    type: 'dynamic',
    name: 'parse',
    span: node,
    args: [source],
    lower: ([s = '']) => {
      const print = (regex: string): string =>
        names.length === 0
          ? `{'hit': regexp_matches(${s}, ${regex})}`
          : `{'hit': regexp_matches(${s}, ${regex}), 'all': regexp_extract(${s}, ${regex}, [${names.map((name) => `'${name}'`).join(', ')}])}`;
      return kind === 'regex'
        ? agreed(
            pattern.regexes.map((regex) =>
              overRegex(literal('string', regex), '', s, { name: 'parse', print }),
            ),
            node,
          )
        : print(quote(pattern.regexes[0] ?? ''));
    },
  };
  for (const regex of kind === 'regex' ? pattern.regexes : []) {
    const problem = regexProblem(literal('string', regex));
    if (problem !== undefined) throw refuse('parse-pattern', problem, node);
  }
  let rel: Rel = { op: 'extend', input: input.rel, items: [{ column: matched, expr: groups }] };
  const values: Assignment[] = pattern.columns.map((captured, i) => {
    const text: Expr = {
      kind: 'call',
      type: 'string',
      name: 'group',
      span: node,
      args: [columnExpr(matched)],
      lower: ([m = '']) => `(${m}).all.g${i}`,
    };
    return {
      column: builder.fresh(captured.name, captured.type),
      expr: checkedConvert(text, captured.type, node),
    };
  });
  rel = { op: 'extend', input: rel, items: values };
  const strict = kind !== 'relaxed';
  const hit = hitFlag(builder, matched, values, strict, node);
  rel = { op: 'extend', input: rel, items: [hit] };
  const where = node.kind === 'ParseWhereOperator';
  if (where) rel = { op: 'filter', input: rel, predicate: columnExpr(hit.column) };
  const finals =
    where || !strict ? values.map((value) => value.column) : masked(builder, hit.column, values, node);
  if (!where && strict) rel = { op: 'extend', input: rel, items: finals as readonly Assignment[] };
  return {
    ...input,
    rel,
    columns: placed(
      input,
      node,
      finals.map((final) => ('column' in final ? final.column : final)),
      pattern,
    ),
  };
}

function hitFlag(
  builder: Builder,
  matched: PlanColumn,
  values: readonly Assignment[],
  strict: boolean,
  node: SyntaxNode,
): Assignment {
  const typed = strict ? values.filter((value) => value.column.type !== 'string') : [];
  const expr: Expr = {
    kind: 'call',
    type: 'bool',
    name: 'hit',
    span: node,
    args: [columnExpr(matched), ...typed.map((value) => columnExpr(value.column))],
    lower: ([m = '', ...rest]) =>
      [`(${m}).hit`, ...rest.map((value) => `${value} IS NOT NULL`)].join(' AND '),
  };
  return { column: builder.fresh('$hit', 'bool'), expr };
}

/** Strict: unless every part matched, every column is empty. */
function masked(
  builder: Builder,
  hit: PlanColumn,
  values: readonly Assignment[],
  node: SyntaxNode,
): Assignment[] {
  return values.map(({ column }) => ({
    column: builder.fresh(column.name, column.type),
    expr: {
      kind: 'call',
      type: column.type,
      name: 'if-hit',
      span: node,
      args: [columnExpr(hit), columnExpr(column)],
      lower: ([h = '', value = '']) =>
        `CASE WHEN ${h} THEN ${value}${column.type === 'string' ? " ELSE ''" : ''} END`,
    },
  }));
}

function placed(
  input: Relation,
  node: SyntaxNode,
  columns: readonly PlanColumn[],
  pattern: Pattern,
): PlanColumn[] {
  const byName = new Map(pattern.columns.map((captured, i) => [captured.name, columns[i]]));
  const old = new Map(input.columns.map((column) => [column.name, column]));
  const retyped = pattern.columns.find(({ name, type }) => old.has(name) && old.get(name)?.type !== type);
  if (retyped)
    throw refuse(
      'parse-retypes',
      `parse gives the column ${retyped.name} another type, which Kusto.Language reads as two columns.`,
      node,
      'Give the parsed column another name.',
    );
  // Kusto.Language counts a column that is parsed anew twice.
  const names = new Set(resultColumns(node).map(({ name }) => name));
  return [...names].map((name) => {
    const column = byName.get(name) ?? old.get(name);
    if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
    return { ...column, name };
  });
}

function patternOf(patterns: readonly SyntaxNode[], kind: string, flags: string): Pattern {
  const [first = { start: 0, length: 0 }] = patterns;
  if (kind === 'regex') {
    if (!/^[imsU]*$/.test(flags)) throw refuse('parse-flags', `The flags ${flags} are not supported.`, first);
    const modes = flags === '' ? '' : `(?${flags})`;
    const columns = patternWith(patterns, kind, '.*').columns;
    const regexes = ['.*', '.*?'].flatMap((star) => {
      const { regex } = patternWith(patterns, kind, star);
      return [`${modes}\\A${regex}\\z`, `${modes}${regex}`];
    });
    return { regexes, columns };
  }
  if (kind !== 'simple' && kind !== 'relaxed')
    throw refuse('parse-kind', `parse kind=${kind} is not supported.`, first);
  const { regex, columns } = patternWith(patterns, kind, '.*?');
  return { regexes: [`(?s)^${regex}$`], columns };
}

/**
 * Of a regular expression the documentation shows that columns take as much as they can, or as little with the flag U. Whether
 * `*` does so too, and whether the text must begin and end with the pattern, it does not say: where that matters it is refused.
 */
function agreed(matches: readonly string[], node: SyntaxNode): string {
  const [first = '', ...others] = matches;
  const refusal = carryRefusal(
    refuse(
      'rows-not-settled',
      'The documentation of parse kind=regex leaves open whether * takes as much as it can, and whether a pattern must be the whole text; over these rows the answer depends on it.',
      node,
      'Use extract() with a group, or write the pattern so that one reading is left: with [^x]* in place of *, and * at its end.',
    ),
  );
  const same = others.map((other) => `${first} IS NOT DISTINCT FROM ${other}`).join(' AND ');
  return `CASE WHEN ${same} THEN ${first} ELSE error(${quote(refusal.message)}) END`;
}

/** @param star what `*` is */
function patternWith(
  patterns: readonly SyntaxNode[],
  kind: string,
  star: string,
): { readonly regex: string; readonly columns: readonly Captured[] } {
  const text = kind === 'regex' ? '.*' : '.*?';
  const columns: Captured[] = [];
  let regex = '';
  patterns.forEach((node, i) => {
    const last = i === patterns.length - 1;
    if (node.kind === 'StarExpression') {
      regex += last && kind !== 'regex' ? '.*' : star;
      return;
    }
    if (node.kind === 'StringLiteralExpression' || node.kind === 'CompoundStringLiteralExpression') {
      const constant = node.string ?? '';
      regex += kind === 'regex' ? withoutCaptures(constant) : constant.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
      return;
    }
    const captured = capturedOf(node);
    columns.push(captured);
    const next = patterns[i + 1];
    if (
      next &&
      next.kind !== 'StringLiteralExpression' &&
      CAPTURES[captured.type] === undefined &&
      next.kind !== 'StarExpression'
    )
      throw refuse('parse-pattern', 'Two columns need a text between them.', next);
    const number = CAPTURES[captured.type];
    // Relaxed: what is no number is still passed over, up to the text that follows.
    const typed =
      kind !== 'relaxed'
        ? number
        : number !== undefined && next?.kind === 'StarExpression'
          ? `${number}|`
          : undefined;
    const padding = typed !== undefined && kind === 'simple' ? '\\s*' : '';
    regex += `${padding}(${typed ?? (last ? '.*' : text)})${padding}`;
  });
  return { regex, columns };
}

/** A pattern's own groups must not count among the columns'. */
function withoutCaptures(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\(\?P?<\w+>|\((?!\?)/g, (part) =>
    part.startsWith('(') ? '(?:' : part,
  );
}

function capturedOf(node: SyntaxNode): Captured {
  if (node.kind === 'NameAndTypeDeclaration') {
    const type = node.parts['Type'];
    const name = type ? tokenText(type) : 'string';
    return { name: nameText(part(node, 'Name')), type: typeNamed(name, node) };
  }
  return { name: nameText(node), type: 'string' };
}

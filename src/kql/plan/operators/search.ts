import { KqlError, refuse } from '../../diagnostics.ts';
import { convert } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, resultColumns, tokenText } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal } from '../expr.ts';
import type { Relation } from '../relation.ts';
import { tableByName, tablesMatching } from './tableReference.ts';
import { type UnionInput, unionOf } from './union.ts';

/** `search` over the tables named, or over all. `$table` says where a row is from. */
export function searchSource(builder: Builder, node: SyntaxNode, env: Env): Relation {
  const inputs = sourcesOf(builder, node.parts['InClause'], env).map(
    ({ name, relation }): UnionInput => ({
      name,
      relation: searched(builder, node, relation, env),
    }),
  );
  return unionOf(builder, node, inputs, resultColumns(node)[0]?.name ?? '$table');
}

/** `T | search …` keeps the table's own columns. */
export function searchPiped(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const found = searched(builder, node, input, env);
  const wanted = resultColumns(node);
  const extra = wanted.filter(({ name }) => !input.columns.some((column) => column.name === name));
  if (extra.length === 0) return found;
  return unionOf(builder, node, [{ name: 'search_arg0', relation: found }], extra[0]?.name);
}

/** The tables that `in (…)` names, or all. */
export function sourcesOf(builder: Builder, clause: SyntaxNode | undefined, env: Env): UnionInput[] {
  if (!clause)
    return tablesMatching(builder, '*', env).map((name) => ({
      name,
      relation: tableByName(builder, clauseless, name, env),
    }));
  return list(clause, 'Expressions').flatMap((expression): UnionInput[] => {
    const text = tokenText(expression);
    if (expression.kind === 'NameReference' && text.includes('*'))
      return tablesMatching(builder, text, env).map((name) => ({
        name,
        relation: tableByName(builder, expression, name, env),
      }));
    const name = expression.kind === 'NameReference' ? nameText(expression) : text;
    return [{ name, relation: builder.table(expression, env) }];
  });
}

const clauseless: SyntaxNode = {
  kind: 'List',
  start: 0,
  length: 0,
  text: '',
  parts: {},
  items: [],
  type: { kind: 'none' },
};

function searched(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const kind = parameters(node).get('kind');
  const caseSensitive = kind !== undefined && tokenText(kind).toLowerCase() === 'case_sensitive';
  const predicate = searchCondition(
    builder,
    part(node, 'Condition'),
    input,
    { scope: env.scope, row: rowOf(input) },
    caseSensitive,
  );
  return { ...input, rel: { op: 'filter', input: input.rel, predicate } };
}

/** A bare text is a term of any column; a column that this table has not makes its comparison false. */
export function searchCondition(
  builder: Builder,
  node: SyntaxNode,
  input: Relation,
  env: Env,
  cs: boolean,
): Expr {
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return searchCondition(builder, part(node, 'Expression'), input, env, cs);
    case 'AndExpression':
    case 'OrExpression':
      return builder.call(
        node.kind,
        'bool',
        [
          searchCondition(builder, part(node, 'Left'), input, env, cs),
          searchCondition(builder, part(node, 'Right'), input, env, cs),
        ],
        node,
      );
    case 'StarExpression':
      return literal('bool', true);
    case 'StringLiteralExpression':
      return anyColumn(builder, node, input, node.string ?? '', cs);
    case 'SearchExpression':
    case 'ColonExpression': {
      const text = part(node, 'Right').string;
      const column = input.columns.find(({ name }) => name === nameText(part(node, 'Left')));
      if (text === undefined) throw refuse('search-term', 'The term must be a text.', node);
      return column ? termIn(builder, node, columnExpr(column), text, cs) : literal('bool', false);
    }
    case 'FunctionCallExpression':
      if (nameText(part(node, 'Name')) === 'not') {
        const inner = list(part(node, 'ArgumentList'), 'Expressions')[0];
        if (inner)
          return builder.call('not', 'bool', [searchCondition(builder, inner, input, env, cs)], node);
      }
  }
  try {
    return convert(builder.expr(node, env), 'bool');
  } catch (error) {
    if (error instanceof KqlError && error.code === 'kql.name-not-found') return literal('bool', false);
    throw error;
  }
}

function anyColumn(builder: Builder, node: SyntaxNode, input: Relation, text: string, cs: boolean): Expr {
  const tests = input.columns.map((column) => termIn(builder, node, columnExpr(column), text, cs));
  const [first, ...rest] = tests;
  if (!first) return literal('bool', false);
  return rest.reduce((all, test) => builder.call('OrExpression', 'bool', [all, test], node), first);
}

/** `*` at an end makes a prefix, a suffix or a substring of the term. */
function termIn(builder: Builder, node: SyntaxNode, column: Expr, text: string, cs: boolean): Expr {
  const starts = text.startsWith('*');
  const ends = text.endsWith('*');
  const bare = text.replace(/^\*|\*$/g, '');
  if (bare === '') return literal('bool', true);
  if (bare.includes('*')) {
    const pattern = bare
      .split('*')
      .map((piece) => piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
      .join('.*');
    return builder.call(
      'MatchesRegexExpression',
      'bool',
      [column, literal('string', `${cs ? '' : '(?i)'}${pattern}`)],
      node,
    );
  }
  const base = starts && ends ? 'Contains' : ends ? 'HasPrefix' : starts ? 'HasSuffix' : 'Has';
  return builder.call(`${base}${cs ? 'Cs' : ''}Expression`, 'bool', [column, literal('string', bare)], node);
}

import { invalid, refuse } from '../../diagnostics.ts';
import type { KeyValueOptions } from '../../functions/keyValues.ts';
import { groupsIn } from '../../functions/regexes.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type LiteralValue } from '../expr.ts';
import type { Assignment } from '../rel.ts';
import { columnNamed, type Relation } from '../relation.ts';

/** `parse-kv`: pairs found in a text become columns. */
export function parseKv(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const row = { scope: env.scope, row: rowOf(input) };
  const source = builder.convert(builder.expr(part(node, 'Expression'), row), 'string', node);
  const keys = list(part(node, 'Keys'), 'Columns').map((key) => nameText(part(key, 'Name')));
  const options = optionsOf(builder, node, env);
  const bag = builder.fresh('$pairs', 'dynamic');
  const pairs: Assignment = {
    column: bag,
    expr: pairsOf(builder, node, source, keys, options),
  };
  const wanted = resultColumns(node);
  const items = keys.map((name): Assignment => {
    const type = wanted.findLast((column) => column.name === name)?.type ?? 'string';
    const old = columnNamed(input, name);
    if (old && old.type !== type)
      throw refuse(
        'parse-retypes',
        `parse-kv gives the column ${name} another type, which Kusto.Language reads as two columns.`,
        node,
        'Rename the column first.',
      );
    const member = builder.call('member', 'dynamic', [columnExpr(bag), literal('string', name)], node);
    return { column: builder.fresh(name, type), expr: builder.convert(member, type, node) };
  });
  const found = new Map(
    [...input.columns, ...items.map(({ column }) => column)].map((column) => [column.name, column]),
  );
  return {
    ...input,
    rel: { op: 'extend', input: { op: 'extend', input: input.rel, items: [pairs] }, items },
    columns: [...new Set(wanted.map(({ name }) => name))].map((name) => {
      const column = found.get(name);
      if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
      return column;
    }),
  };
}

type Options = ReadonlyMap<string, readonly LiteralValue[]>;

const OPTIONS = ['pair_delimiter', 'kv_delimiter', 'quote', 'escape', 'greedy', 'regex'];

/** The constants given by name; quote and escape may be given more than once. */
function optionsOf(builder: Builder, node: SyntaxNode, env: Env): Options {
  const options = new Map<string, LiteralValue[]>();
  for (const property of node.parts['WithClause'] ? list(node.parts['WithClause'], 'Properties') : []) {
    const name = nameText(part(property, 'Name'));
    const value = builder.expr(part(property, 'Expression'), env);
    if (!OPTIONS.includes(name))
      throw refuse('argument-not-exact', `parse-kv with ${name} is not supported.`, property);
    if (value.kind !== 'literal')
      throw refuse('argument-not-constant', 'This argument must be a constant.', property);
    options.set(name, [...(options.get(name) ?? []), value.value]);
  }
  return options;
}

function pairsOf(
  builder: Builder,
  node: SyntaxNode,
  source: Expr,
  keys: readonly string[],
  options: Options,
): Expr {
  const texts = (name: string): string[] =>
    (options.get(name) ?? []).filter((value) => typeof value === 'string');
  const [pattern] = texts('regex');
  if (pattern !== undefined) {
    if (groupsIn(pattern) !== 2)
      throw invalid(
        'parse-kv-regex',
        'The regular expression must have two groups: a key and a value.',
        node,
      );
    const matches = builder.call('extract_all', 'dynamic', [literal('string', pattern), source], node);
    return builder.call('matched_pairs', 'dynamic', [matches], node);
  }
  const [pair] = texts('pair_delimiter');
  const [key] = texts('kv_delimiter');
  const spec: KeyValueOptions = {
    ...((pair !== undefined || key !== undefined) && {
      delimiters: { pair: pair ?? ' ', key: key ?? '=' },
    }),
    quotes: texts('quote'),
    escapes: texts('escape'),
    greedy: options.get('greedy')?.[0] === true,
    keys,
  };
  return builder.call('key_values', 'dynamic', [source, literal('string', JSON.stringify(spec))], node);
}

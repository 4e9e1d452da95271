import type { Column, KustoType } from '../../../domain/kustoType.ts';
import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { parseDynamic } from '../../values/dynamic.ts';
import { callArguments, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal } from '../expr.ts';
import { SchemaProbe } from '../probe.ts';
import type { Assignment, Rel } from '../rel.ts';
import { columnNamed, type Relation } from '../relation.ts';
import { given, pluginArguments, textArgument } from './arguments.ts';

type Conflict = 'error' | 'replace_source' | 'keep_source';

interface Unpack {
  readonly bag: Expr;
  readonly prefix: string;
  readonly conflict: Conflict;
  readonly ignored: ReadonlySet<string>;
}

/** Each property of the bag becomes a column; which ones, the rows say (or the schema that the query gives). */
export function bagUnpack(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const options = optionsOf(builder, call, input, env);
  if (!node.parts['Schema']) throw probe(builder, node, call, input, options);
  const wanted = resultColumns(node);
  const items: Assignment[] = [];
  const columns = wanted.map(({ name, type }) => {
    const own = columnNamed(input, name);
    const key = name.startsWith(options.prefix) ? name.slice(options.prefix.length) : undefined;
    if (own && own !== bagColumn(options) && options.conflict !== 'replace_source') return own;
    if (own && key === undefined) return own;
    const column = builder.fresh(name, type);
    const member = builder.call('member', 'dynamic', [options.bag, literal('string', key ?? name)], node);
    const value = builder.convert(member, type, node);
    // A source column that no bag has stays; with replace_source a bag without the key gives nothing.
    items.push({ column, expr: value });
    return column;
  });
  return { ...input, rel: { op: 'extend', input: input.rel, items }, columns };
}

function bagColumn({ bag }: Unpack): unknown {
  return bag.kind === 'column' ? bag.column : undefined;
}

function optionsOf(builder: Builder, call: SyntaxNode, input: Relation, env: Env): Unpack {
  const { positional, named } = pluginArguments(call);
  const row = { scope: env.scope, row: rowOf(input) };
  const conflict = textArgument(builder, named.get('columnsConflict') ?? positional[2], env) ?? 'error';
  if (conflict !== 'error' && conflict !== 'replace_source' && conflict !== 'keep_source')
    throw refuse('argument-not-exact', `columnsConflict ${conflict} is not known.`, call);
  const ignoredNode = named.get('ignoredProperties') ?? positional[3];
  const ignored = ignoredNode ? builder.expr(ignoredNode, env) : undefined;
  const list =
    ignored?.kind === 'literal' && typeof ignored.value === 'string' ? parseDynamic(ignored.value) : [];
  const bag = builder.expr(given(call, positional, 0), row);
  if (bag.kind !== 'column')
    throw refuse('argument-not-exact', 'bag_unpack() needs a column.', callArguments(call)[0] ?? call);
  return {
    bag,
    prefix: textArgument(builder, named.get('OutputColumnPrefix') ?? positional[1], env) ?? '',
    conflict,
    ignored: new Set(Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []),
  };
}

/** Keys with the types of their values, one row per key and type. */
function probe(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  options: Unpack,
): SchemaProbe {
  if (node.foreign)
    throw refuse(
      'schema-not-here',
      'bag_unpack() inside of a saved function needs its schema written out: `: (name:type, …)`.',
      call,
    );
  const pair = builder.fresh('$pair', 'dynamic');
  const ordinal = builder.fresh('$order', 'long');
  const pairs = builder.call('key_types', 'dynamic', [options.bag], node);
  const list = builder.call('element_list', 'dynamic', [pairs], node);
  const unnested: Rel = { op: 'unnest', input: input.rel, lists: [{ column: pair, list }], ordinal };
  const text = builder.fresh('pair', 'string');
  const rel: Rel = {
    op: 'distinct',
    input: unnested,
    items: [{ column: text, expr: builder.convert(columnExpr(pair), 'string', node) }],
  };
  const conflicts = options.conflict;
  return new SchemaProbe(
    { rel, columns: [text], order: [], serialized: false },
    node.start + node.length,
    (rows) => {
      const types = new Map<string, Set<string>>();
      for (const [row] of rows) {
        const [key, type] = JSON.parse(typeof row === 'string' && row !== '' ? row : '["",""]') as [
          string,
          string,
        ];
        if (key === '' || options.ignored.has(key)) continue;
        types.set(key, (types.get(key) ?? new Set()).add(type));
      }
      return schema(input, options, types, conflicts, call);
    },
  );
}

function schema(
  input: Relation,
  options: Unpack,
  types: ReadonlyMap<string, ReadonlySet<string>>,
  conflict: Conflict,
  call: SyntaxNode,
): Column[] {
  const columns: Column[] = input.columns
    .filter((column) => column !== bagColumn(options))
    .map(({ name, type }) => ({ name, type }));
  for (const key of [...types.keys()].sort()) {
    const name = `${options.prefix}${key}`;
    const type = typeOf(types.get(key) ?? new Set());
    const at = columns.findIndex((column) => column.name === name);
    if (at < 0) columns.push({ name, type });
    else if (conflict === 'replace_source') columns[at] = { name, type };
    else if (conflict === 'error')
      throw refuse(
        'column-conflict',
        `bag_unpack() would make a second column ${name}; use columnsConflict or a prefix.`,
        call,
      );
  }
  return columns;
}

function typeOf(types: ReadonlySet<string>): KustoType {
  const known = [...types].filter((type) => type !== 'null');
  if (known.length === 1) return known[0] as KustoType;
  if (known.length > 1 && known.every((type) => type === 'long' || type === 'real')) return 'real';
  return known.length === 0 ? 'string' : 'dynamic';
}

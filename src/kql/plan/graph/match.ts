import { refuse } from '../../diagnostics.ts';
import { convert } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, resultColumns, tokenText } from '../access.ts';
import type { Builder, Env, GraphScope, RowScope } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import { namedValues } from '../namedValues.ts';
import type { Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import type { Graph } from './graph.ts';
import { pathsOf } from './pattern.ts';
import { type Cycles, lengthsOf, type Match, Walk } from './walk.ts';

/** `graph-match`: a row for each way in which the pattern lies in the graph. */
export function graphMatch(builder: Builder, node: SyntaxNode, graph: Graph, env: Env): Relation {
  return matched(builder, node, graph, env, cyclesOf(node));
}

/** `graph-shortest-paths`: of the matches between two nodes those of the least length, or any one of them. */
export function graphShortestPaths(builder: Builder, node: SyntaxNode, graph: Graph, env: Env): Relation {
  const output = option(node, 'output') ?? 'any';
  if (output !== 'any' && output !== 'all')
    throw refuse('graph-output', `output=${output} is not supported.`, node);
  const length = builder.fresh('$length', 'long');
  const ends = ['$start', '$end'].map((name) => builder.fresh(name, graph.nodes.key.type));
  const route = builder.fresh('$route', 'string');
  const found = matched(builder, node, graph, env, 'none', { length, route, ends });
  const rank = builder.fresh('$rank', 'long');
  const position: Expr = {
    kind: 'window',
    type: 'long',
    lower: () => (output === 'any' ? 'row_number()' : 'rank()'),
    args: [],
    partition: ends.map(columnExpr),
    // Of several shortest paths the one whose edges come first.
    order: (output === 'any' ? [length, route] : [length]).map((column) => ({
      column,
      descending: false,
      nullsFirst: false,
    })),
  };
  const ranked: Rel = { op: 'extend', input: found.rel, items: [{ column: rank, expr: position }] };
  const predicate = builder.call('EqualExpression', 'bool', [columnExpr(rank), literal('long', 1n)], node);
  return { ...found, rel: { op: 'filter', input: ranked, predicate } };
}

interface Measured {
  readonly length: PlanColumn;
  /** The numbers of its edges, comparable as text. */
  readonly route: PlanColumn;
  readonly ends: readonly PlanColumn[];
}

function matched(
  builder: Builder,
  node: SyntaxNode,
  graph: Graph,
  env: Env,
  cycles: Cycles,
  measured?: Measured,
): Relation {
  const project = node.parts['ProjectClause'];
  if (!project)
    throw refuse(
      'graph-project',
      'Without project the columns of a match are not documented.',
      node,
      'Add project.',
    );
  const paths = pathsOf(node);
  const lengths = lengthsOf(paths);
  if (!lengths)
    throw refuse(
      'graph-range',
      'The pattern has too many combinations of lengths.',
      node,
      'Narrow its ranges.',
    );
  const wanted = resultColumns(node);
  const columns = wanted.map(({ name, type }) => builder.fresh(name, type));
  const inputs = lengths.map((chosen) => {
    const match = new Walk(builder, graph, node).match(paths, chosen, cycles);
    const row = rowOfMatch(graph, match);
    const at: Env = { scope: env.scope, row };
    const where = node.parts['WhereClause'];
    const predicate = where && convert(builder.expr(part(where, 'Condition'), at), 'bool');
    const values = namedValues(builder, list(project, 'Expressions'), at, []);
    const map = new Map<PlanColumn, Expr>(
      columns.map((column, i) => [
        column,
        builder.convert(values[i]?.expr ?? literal(column.type, null), column.type, node),
      ]),
    );
    if (measured) measure(measured, map, match, chosen, paths[0]?.start, paths.at(-1)?.hops.at(-1)?.to);
    const rel: Rel = predicate ? { op: 'filter', input: match.rel, predicate } : match.rel;
    return { rel, values: map };
  });
  const hidden = measured ? [measured.length, measured.route, ...measured.ends] : [];
  return {
    rel: { op: 'union', columns: [...columns, ...hidden], inputs },
    columns,
    order: [],
    serialized: false,
  };
}

function measure(
  { length, route, ends }: Measured,
  values: Map<PlanColumn, Expr>,
  match: Match,
  lengths: readonly number[],
  start = '',
  end = '',
): void {
  values.set(length, literal('long', BigInt(lengths.reduce((sum, n) => sum + n, 0))));
  const numbers = [...match.walked.values()].flatMap(({ edges }) => edges.map(({ number }) => number));
  values.set(route, {
    kind: 'call',
    type: 'string',
    name: 'route',
    span: { start: 0, length: 0 },
    args: numbers.map(columnExpr),
    lower: (args) =>
      args.length === 0 ? "''" : args.map((n) => `lpad(${n}::VARCHAR, 19, '0')`).join(' || '),
  });
  [start, end].forEach((name, i) => {
    const [column, node] = [ends[i], match.nodes.get(name)];
    if (column && node) values.set(column, columnExpr(node.key));
  });
}

function rowOfMatch(graph: Graph, match: Match): RowScope {
  const scope: GraphScope = { graph, nodes: match.nodes, walked: match.walked };
  return { columns: new Map(), graph: scope };
}

function option(node: SyntaxNode, name: string): string | undefined {
  const found = list(node, 'Parameters').find(
    (parameter) => nameText(part(parameter, 'Name')).toLowerCase() === name,
  );
  return found && tokenText(part(found, 'Expression')).toLowerCase();
}

function cyclesOf(node: SyntaxNode): Cycles {
  const given = option(node, 'cycles') ?? 'unique_edges';
  if (given === 'all' || given === 'none' || given === 'unique_edges') return given;
  throw refuse('graph-cycles', `cycles=${given} is not known.`, node);
}

import type { SyntaxNode } from '../../syntax/node.ts';
import type { Builder, Env } from '../builder.ts';
import type { Relation } from '../relation.ts';
import type { Graph } from './graph.ts';
import { graphMatch, graphShortestPaths } from './match.ts';
import { graphToTable } from './toTable.ts';

/** Operators that make a table of a graph, by their syntax kind. */
export const GRAPH_OPERATORS: Readonly<
  Record<string, (builder: Builder, node: SyntaxNode, graph: Graph, env: Env) => Relation>
> = {
  GraphMatchOperator: graphMatch,
  GraphShortestPathsOperator: graphShortestPaths,
  GraphToTableOperator: graphToTable,
};

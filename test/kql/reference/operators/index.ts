import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import type { Env } from '../scope.ts';
import type { Table } from '../values.ts';
import { join, lookup } from './join.ts';
import { mvExpand } from './mvExpand.ts';
import { parse } from './parse.ts';
import { extend, project, projectAway, projectByType, projectRename } from './project.ts';
import { asName, count, distinct, filter, serialize, sort, take, top } from './rows.ts';
import { summarize } from './summarize.ts';
import { union } from './union.ts';

type Operator = (node: SyntaxNode, input: Table, env: Env) => Table;

/** Tabular operators by their syntax kind. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  AsOperator: asName,
  CountOperator: count,
  DistinctOperator: distinct,
  ExtendOperator: extend,
  FilterOperator: filter,
  JoinOperator: join,
  LookupOperator: lookup,
  MvExpandOperator: mvExpand,
  ParseOperator: parse,
  ProjectAwayOperator: projectAway,
  ProjectKeepOperator: projectAway,
  ProjectOperator: project,
  ProjectRenameOperator: projectRename,
  ProjectReorderOperator: projectByType,
  RenderOperator: (_, input) => input,
  SerializeOperator: serialize,
  SortOperator: sort,
  SummarizeOperator: summarize,
  TakeOperator: take,
  TopOperator: top,
  UnionOperator: (node, input, env) => union(node, input, env),
};

import type { SyntaxNode } from '../../syntax/node.ts';
import type { Builder, Env } from '../builder.ts';
import { partitionedGraph } from '../graph/partition.ts';
import { evaluate } from '../plugins/index.ts';
import type { Relation } from '../relation.ts';
import { join, lookup } from './join.ts';
import { makeSeries } from './makeSeries.ts';
import { mvApply } from './mvApply.ts';
import { mvExpand } from './mvExpand.ts';
import { parse } from './parse.ts';
import { parseKv } from './parseKv.ts';
import { partition, partitionBy } from './partition.ts';
import { chosen, extend, project, projectRename } from './projections.ts';
import { reduce } from './reduce.ts';
import { renderOperator } from './render.ts';
import { asOperator, count, distinct, filter, serialize, sort, take, top } from './rows.ts';
import { scan } from './scan.ts';
import { searchPiped } from './search.ts';
import { summarize } from './summarize.ts';
import { topNested } from './topNested.ts';
import { unionPiped } from './union.ts';
import {
  assertSchema,
  consume,
  getSchema,
  invoke,
  projectByNames,
  sample,
  sampleDistinct,
  topHitters,
} from './wholeTable.ts';

export type BuildOperator = (builder: Builder, node: SyntaxNode, input: Relation, env: Env) => Relation;

/** Tabular operators by their syntax kind. */
export const OPERATORS: Readonly<Record<string, BuildOperator>> = {
  AsOperator: asOperator,
  AssertSchemaOperator: assertSchema,
  ConsumeOperator: consume,
  EvaluateOperator: evaluate,
  GetSchemaOperator: getSchema,
  InvokeOperator: invoke,
  MakeGraphOperator: partitionedGraph,
  MakeSeriesOperator: makeSeries,
  MvApplyOperator: mvApply,
  ParseKvOperator: parseKv,
  PartitionByOperator: partitionBy,
  PartitionOperator: partition,
  ProjectByNamesOperator: projectByNames,
  SampleDistinctOperator: sampleDistinct,
  SampleOperator: sample,
  ScanOperator: scan,
  SearchOperator: searchPiped,
  TopHittersOperator: topHitters,
  TopNestedOperator: topNested,
  CountOperator: count,
  DistinctOperator: distinct,
  ExtendOperator: extend,
  FilterOperator: filter,
  JoinOperator: join,
  LookupOperator: lookup,
  MvExpandOperator: mvExpand,
  ParseOperator: parse,
  ParseWhereOperator: parse,
  ProjectAwayOperator: chosen,
  ProjectKeepOperator: chosen,
  ProjectOperator: project,
  ProjectRenameOperator: projectRename,
  ProjectReorderOperator: chosen,
  ReduceByOperator: reduce,
  RenderOperator: renderOperator,
  SerializeOperator: serialize,
  SortOperator: sort,
  SummarizeOperator: summarize,
  TakeOperator: take,
  TopOperator: top,
  UnionOperator: unionPiped,
};

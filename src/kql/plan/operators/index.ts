import type { SyntaxNode } from '../../syntax/node.ts';
import type { Builder, Env } from '../builder.ts';
import type { Relation } from '../relation.ts';
import { filter, distinct, take, count, sort, top, serialize, asOperator } from './rows.ts';
import { extend, project, projectAway, projectKeep, projectRename, projectReorder } from './projections.ts';
import { summarize } from './summarize.ts';
import { join, lookup } from './join.ts';
import { unionPiped } from './union.ts';
import { mvExpand } from './mvExpand.ts';
import { parse } from './parse.ts';
import { renderOperator } from './render.ts';

import { evaluate } from '../plugins/index.ts';
import { makeSeries } from './makeSeries.ts';
import { mvApply } from './mvApply.ts';
import { parseKv } from './parseKv.ts';
import { partition } from './partition.ts';
import { searchPiped } from './search.ts';
import { getSchema, invoke, projectByNames, sample, sampleDistinct, topHitters } from './wholeTable.ts';

export type BuildOperator = (builder: Builder, node: SyntaxNode, input: Relation, env: Env) => Relation;

/** Tabular operators by their syntax kind. */
export const OPERATORS: Readonly<Record<string, BuildOperator>> = {
  AsOperator: asOperator,
  EvaluateOperator: evaluate,
  GetSchemaOperator: getSchema,
  InvokeOperator: invoke,
  MakeSeriesOperator: makeSeries,
  MvApplyOperator: mvApply,
  ParseKvOperator: parseKv,
  PartitionOperator: partition,
  ProjectByNamesOperator: projectByNames,
  SampleDistinctOperator: sampleDistinct,
  SampleOperator: sample,
  SearchOperator: searchPiped,
  TopHittersOperator: topHitters,
  CountOperator: count,
  DistinctOperator: distinct,
  ExtendOperator: extend,
  FilterOperator: filter,
  JoinOperator: join,
  LookupOperator: lookup,
  MvExpandOperator: mvExpand,
  ParseOperator: parse,
  ParseWhereOperator: parse,
  ProjectAwayOperator: projectAway,
  ProjectKeepOperator: projectKeep,
  ProjectOperator: project,
  ProjectRenameOperator: projectRename,
  ProjectReorderOperator: projectReorder,
  RenderOperator: renderOperator,
  SerializeOperator: serialize,
  SortOperator: sort,
  SummarizeOperator: summarize,
  TakeOperator: take,
  TopOperator: top,
  UnionOperator: unionPiped,
};

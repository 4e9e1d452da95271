import { refuse } from '../diagnostics.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { list, nameText, part } from './access.ts';

/** By syntax kind, the documented parameters of operators, hints apart; Kusto's parser takes many more. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  ConsumeOperator: ['decodeblocks'],
  FindOperator: ['withsource', 'with_source'],
  GraphMarkComponentsOperator: ['kind', 'with_component_id'],
  GraphMatchOperator: ['cycles'],
  GraphShortestPathsOperator: ['output'],
  JoinOperator: ['kind'],
  LookupOperator: ['kind'],
  MakeSeriesOperator: ['kind'],
  MvApplyOperator: ['with_itemindex'],
  MvExpandOperator: ['kind', 'bagexpansion', 'with_itemindex'],
  ParseOperator: ['kind', 'flags'],
  ParseWhereOperator: ['kind', 'flags'],
  ReduceByOperator: ['kind'],
  RenderOperator: ['kind', 'title', 'accumulate', 'with', 'by'],
  ScanOperator: ['with_match_id'],
  SearchOperator: ['kind'],
  UnionOperator: ['kind', 'withsource', 'with_source', 'isfuzzy'],
};

/** Refuses parameters that could change an answer in a way that is not documented; hints do not. */
export function checkParameters(node: SyntaxNode): void {
  for (const parameter of list(node, 'Parameters')) {
    if (parameter.kind !== 'NamedParameter') continue;
    const name = nameText(part(parameter, 'Name'));
    if (name.startsWith('hint.') || KNOWN[node.kind]?.includes(name.toLowerCase())) continue;
    throw refuse('parameter-not-supported', `The parameter ${name} is not documented.`, parameter);
  }
}

import type { SyntaxNode } from '../../kql/syntax/node.ts';
import type { Seconds } from '../rule/duration.ts';
import { timeBounds } from './lookBack.ts';
import { type Constants, constantsOf } from './times.ts';
import { argumentsOf, calledName, nameOf, walk } from './walk.ts';

/** Rows of a table without which a part of a query has no result. */
export interface NeededRows {
  readonly table: string;
  /** KQL over all of the table that keeps at least the rows that matter at any time. */
  readonly query: string;
  /** How far before now the time of a row lies, both ends included; undefined where the query does not say. */
  readonly oldest: Seconds | undefined;
  readonly newest: Seconds | undefined;
}

/** Each group must have a row, else the query has no result. Without groups nothing is known. */
export type Needs = readonly (readonly NeededRows[])[];

/** What the query cannot do without, by the operators of its own text. */
export function needsOf(text: string, root: SyntaxNode): Needs {
  const statements = root.parts['Statements']?.items ?? [];
  const lets = new Map(
    statements.flatMap((each) =>
      each.kind === 'LetStatement' && each.parts['Expression']
        ? [[nameOf(each.parts['Name']), each.parts['Expression']] as const]
        : [],
    ),
  );
  const last = statements.at(-1)?.parts['Expression'];
  if (!last || statements.at(-1)?.kind !== 'ExpressionStatement') return [];
  const constants = new Set<string>();
  for (const [name, value] of lets) if (isStable(value, constants)) constants.add(name);
  const head = statements
    .filter((each) => each.kind === 'LetStatement' && constants.has(nameOf(each.parts['Name'])))
    .map((each) => `${textOf(text, each)};\n`)
    .join('');
  const query: Reading = { text, lets, constants, times: constantsOf(root) };
  return read(last, query, 0).map((group) =>
    group.map(({ table, stages, oldest, newest }) => ({
      table,
      query: [`${head}['${table}']`, ...stages, 'project Kept = 1'].join('\n| '),
      oldest,
      newest,
    })),
  );
}

interface Reading {
  readonly text: string;
  readonly lets: ReadonlyMap<string, SyntaxNode>;
  /** Names of `let`s that are the same at any time. */
  readonly constants: Set<string>;
  readonly times: Constants;
}

interface Rows {
  readonly table: string;
  readonly stages: readonly string[];
  readonly oldest: Seconds | undefined;
  readonly newest: Seconds | undefined;
  /** Whether each row is still one of the table, so that conditions on it are conditions on the table. */
  readonly own: boolean;
  /** Whether TimeGenerated is still the table's. */
  readonly timed: boolean;
}
type Flow = readonly (readonly Rows[])[];

const MAX_DEPTH = 20;
const MAX_GROUPS = 12;

function read(node: SyntaxNode | undefined, query: Reading, depth: number): Flow {
  if (!node || depth > MAX_DEPTH) return [];
  switch (node.kind) {
    case 'ParenthesizedExpression':
    case 'MaterializeExpression':
      return read(node.parts['Expression'], query, depth + 1);
    case 'NameReference': {
      if (node.symbol?.kind === 'Table')
        return [
          [
            {
              table: node.symbol.name,
              stages: [],
              oldest: undefined,
              newest: undefined,
              own: true,
              timed: true,
            },
          ],
        ];
      return node.symbol?.kind === 'Variable' ? read(query.lets.get(nameOf(node)), query, depth + 1) : [];
    }
    case 'UnionOperator':
      return union(node, query, depth);
    case 'PipeExpression': {
      const operator = node.parts['Operator'];
      return operator ? after(read(node.parts['Expression'], query, depth + 1), operator, query, depth) : [];
    }
    default:
      return [];
  }
}

/** Rows go through these one by one. */
const ROW_BY_ROW = new Set([
  'ExtendOperator',
  'ProjectOperator',
  'ProjectAwayOperator',
  'ProjectKeepOperator',
  'ProjectRenameOperator',
  'ProjectReorderOperator',
  'ParseOperator',
  'ParseWhereOperator',
]);
/** These give nothing for nothing. */
const PASS = new Set([
  'DistinctOperator',
  'SortOperator',
  'TakeOperator',
  'TopOperator',
  'SerializeOperator',
  'MvExpandOperator',
  'MvApplyOperator',
  'ParseKvOperator',
]);

function after(flow: Flow, operator: SyntaxNode, query: Reading, depth: number): Flow {
  const { kind } = operator;
  if (kind === 'FilterOperator') return change(flow, (rows) => filtered(rows, operator, query));
  if (ROW_BY_ROW.has(kind))
    return change(flow, (rows) =>
      rows.own && isStable(operator, query.constants)
        ? {
            ...rows,
            stages: [...rows.stages, textOf(query.text, operator)],
            timed: rows.timed && !declares(operator, 'TimeGenerated'),
          }
        : { ...rows, own: false },
    );
  if (PASS.has(kind) || (kind === 'SummarizeOperator' && operator.parts['ByClause'])) return closed(flow);
  if (kind === 'UnionOperator') return product(flow, union(operator, query, depth));
  if (kind === 'JoinOperator' || kind === 'LookupOperator') {
    const other = (): Flow => read(operator.parts['Expression'], query, depth + 1);
    switch (joinKind(operator)) {
      case 'inner':
      case 'innerunique':
      case 'leftsemi':
      case 'rightsemi':
        return closed([...flow, ...other()]);
      case 'leftouter':
      case 'leftanti':
      case 'anti':
        return closed(flow);
      case 'rightouter':
      case 'rightanti':
        return closed(other());
      default:
        return [];
    }
  }
  return [];
}

function filtered(rows: Rows, operator: SyntaxNode, query: Reading): Rows {
  if (!rows.own) return rows;
  let { oldest, newest } = rows;
  const stages = [...rows.stages];
  for (const condition of conjuncts(operator.parts['Condition'])) {
    const bounds = rows.timed ? timeBounds(condition, query.times) : undefined;
    if (bounds?.oldest !== undefined) oldest = Math.min(bounds.oldest, oldest ?? Infinity);
    if (bounds?.newest !== undefined) newest = Math.max(bounds.newest, newest ?? -Infinity);
    if (isStable(condition, query.constants)) stages.push(`where ${textOf(query.text, condition)}`);
  }
  return { ...rows, stages, oldest, newest };
}

function conjuncts(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (!node) return [];
  if (node.kind === 'AndExpression')
    return [...conjuncts(node.parts['Left']), ...conjuncts(node.parts['Right'])];
  return node.kind === 'ParenthesizedExpression' ? conjuncts(node.parts['Expression']) : [node];
}

/** Functions whose value is not one of their arguments alone, or that look at more than a row. */
const UNSTABLE = new Set(['now', 'ago', 'rand', 'new_guid', 'ingestion_time', 'toscalar', 'table']);

/** Whether it has the same value for a row whatever the time and the other rows. */
function isStable(node: SyntaxNode, constants: ReadonlySet<string>): boolean {
  for (const each of walk(node)) {
    if (each.kind === 'PipeExpression' || each.kind === 'FunctionDeclaration' || each.expansion) return false;
    if (each.kind === 'FunctionCallExpression') {
      const name = calledName(each);
      if (UNSTABLE.has(name) || name.startsWith('_') || each.type.kind === 'table') return false;
      if (/^(prev|next|row_)/.test(name) || argumentsOf(each).some(({ type }) => type.kind === 'table'))
        return false;
    }
    if (each.kind === 'ToScalarExpression' || each.symbol?.kind === 'Table') return false;
    if (each.kind === 'NameReference' && each.symbol?.kind === 'Variable' && !constants.has(nameOf(each)))
      return false;
  }
  return true;
}

function declares(operator: SyntaxNode, name: string): boolean {
  return [...walk(operator)].some((each) => each.kind === 'NameDeclaration' && nameOf(each) === name);
}

function joinKind(operator: SyntaxNode): string {
  const parameter = operator.parts['Parameters']?.items.find((each) => nameOf(each.parts['Name']) === 'kind');
  const value = parameter?.parts['Expression'];
  if (!value) return operator.kind === 'LookupOperator' ? 'leftouter' : 'innerunique';
  return [...walk(value)].find(({ text }) => text !== '')?.text ?? '';
}

function union(operator: SyntaxNode, query: Reading, depth: number): Flow {
  const flows = (operator.parts['Expressions']?.items ?? []).map((each) => read(each, query, depth + 1));
  const [first, ...others] = flows;
  return first ? others.reduce(product, first) : [];
}

/** Both must be empty: a group of one together with a group of the other. */
function product(left: Flow, right: Flow): Flow {
  const groups = left.flatMap((a) => right.map((b) => [...a, ...b]));
  return groups.length > MAX_GROUPS ? [] : groups;
}

function change(flow: Flow, to: (rows: Rows) => Rows): Flow {
  return flow.map((group) => group.map(to));
}

function closed(flow: Flow): Flow {
  return change(flow, (rows) => ({ ...rows, own: false }));
}

function textOf(text: string, { start, length }: SyntaxNode): string {
  return text.slice(start, start + length);
}

import type { KustoType } from '../../../domain/kustoType.ts';
import { refuse } from '../../diagnostics.ts';
import type { ScanProgram, ScanStep, ScanType } from '../../functions/scan.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, tokenText } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Relation } from '../relation.ts';
import { ScanExpressions } from '../scanExpressions.ts';
import { typeNamed } from '../typeNames.ts';
import { byOrdinal } from './sources.ts';

interface Declared {
  readonly name: string;
  readonly type: KustoType;
  readonly fallback: Expr;
}

/** `scan`: rows in order against steps that remember. */
export function scan(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  if (node.parts['PartitionByClause'] || node.parts['OrderByClause'])
    throw refuse(
      'scan-clause',
      'scan with partition by or order by is not supported.',
      node,
      'Use partition … by … (sort by … | scan …).',
    );
  const declared = declarations(builder, node, env);
  const stepNodes = list(node, 'Steps');
  const names = stepNodes.map((step) => nameText(part(step, 'Name')));
  const row = rowOf(input);
  const code = new ScanExpressions(builder, { scope: env.scope, row }, names, input.columns, declared);
  const steps = stepNodes.map((step): ScanStep => stepOf(step, code));
  const matchName = parameters(node).get('with_match_id');
  const shadowed = new Set(steps.flatMap((step) => step.assignments.map(({ column }) => column)));
  const outputs = code.columns.flatMap((column, i) => (column.declared || shadowed.has(i) ? [i] : []));
  const program: ScanProgram = {
    inputs: code.columns.map(({ type }) => scanType(type)),
    declared: code.columns.flatMap((column, i) => (column.declared ? [i] : [])),
    outputs,
    empty: code.columns.map((column) => (column.type === 'string' ? '' : null)),
    steps,
    place: { start: node.start, length: node.length },
  };
  const match = builder.fresh(matchName ? nameText(matchName) : '$match', 'long');
  const made = outputs.map((i) => {
    const { name, type } = code.columns[i] ?? { name: '', type: 'dynamic' as const };
    return builder.fresh(name, type);
  });
  const ordinal = builder.fresh('$order', 'long');
  const byName = new Map(made.map((column) => [column.name, column]));
  const columns = [
    ...input.columns.map((column): PlanColumn => byName.get(column.name) ?? column),
    ...declared.flatMap(({ name }) => byName.get(name) ?? []),
    ...(matchName ? [match] : []),
  ];
  return {
    ...input,
    rel: {
      op: 'sequence',
      input: input.rel,
      cells: code.cells(),
      order: input.order,
      function: 'kql_scan',
      options: JSON.stringify(program),
      columns: [match, ...made],
      ordinal,
    },
    columns,
    order: byOrdinal(ordinal),
    // When a last row is known to be one, which rows of other steps come before it, is not documented.
    serialized: steps.every(({ output }) => output !== 'last'),
  };
}

function declarations(builder: Builder, node: SyntaxNode, env: Env): Declared[] {
  const clause = node.parts['DeclareClause'];
  if (!clause) return [];
  return list(clause, 'Declarations').map((declaration) => {
    const named = part(declaration, 'NameAndType');
    const type = typeNamed(tokenText(part(named, 'Type')), named);
    const given = declaration.parts['DefaultValue'];
    const value = given ? builder.expr(part(given, 'Value'), env) : literal(type, null);
    return { name: nameText(part(named, 'Name')), type, fallback: builder.convert(value, type, declaration) };
  });
}

function stepOf(node: SyntaxNode, code: ScanExpressions): ScanStep {
  const optional = node.parts['OptionalKeyword'];
  if (optional) throw refuse('scan-optional', 'Optional steps are not documented.', optional);
  const computed = node.parts['ComputationClause'];
  return {
    condition: code.compile(part(node, 'Condition')),
    assignments: (computed ? list(computed, 'Assignments') : []).map((assignment) =>
      code.assignment(nameText(part(assignment, 'Name')), part(assignment, 'Expression')),
    ),
    output: outputOf(node),
  };
}

function outputOf(node: SyntaxNode): ScanStep['output'] {
  const given = node.parts['ScanStepOutput'];
  const kind = given
    ? tokenText(given)
        .toLowerCase()
        .replace(/^output=?/, '')
    : 'all';
  if (kind === 'all' || kind === 'last' || kind === 'none') return kind;
  throw refuse('scan-output', `output=${kind} is not known.`, given ?? node);
}

function scanType(type: KustoType): ScanType {
  switch (type) {
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
      return 'whole';
    case 'real':
      return 'real';
    case 'bool':
      return 'bool';
    default:
      return 'text';
  }
}

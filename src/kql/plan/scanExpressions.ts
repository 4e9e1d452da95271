import type { KustoType } from '../../domain/kustoType.ts';
import { refuse } from '../diagnostics.ts';
import { isScanFunction, type ScanCode, type ScanFunction } from '../functions/scan.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments, nameText, part, scalarType } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { columnExpr, type Expr, type PlanColumn } from './expr.ts';

interface Column {
  readonly name: string;
  readonly type: KustoType;
  readonly cell: Expr;
  readonly declared: boolean;
}

const SYNONYMS: Readonly<Record<string, ScanFunction>> = {
  iif: 'iff',
  notnull: 'isnotnull',
  notempty: 'isnotempty',
};
const NUMBERS: readonly KustoType[] = ['int', 'long', 'real'];
/** Only what the types of operands ask for calls these. */
const CONVERSIONS: ReadonlySet<string> = new Set(['toreal', 'towhole', 'tonarrow', 'tomoment']);
const WHOLE: readonly KustoType[] = ['int', 'long', 'datetime', 'timespan'];

/**
 * Expressions of scan's steps: what depends on the row alone is computed by the database before, what depends on the
 * state of a step becomes code for the function that goes through the rows.
 */
export class ScanExpressions {
  readonly columns: Column[] = [];
  private readonly builder: Builder;
  private readonly env: Env;
  private readonly steps: readonly string[];
  private readonly input: readonly PlanColumn[];

  constructor(
    builder: Builder,
    env: Env,
    steps: readonly string[],
    input: readonly PlanColumn[],
    declared: readonly { readonly name: string; readonly type: KustoType; readonly fallback: Expr }[],
  ) {
    this.builder = builder;
    this.env = env;
    this.steps = steps;
    this.input = input;
    for (const { name, type, fallback } of declared)
      this.columns.push({ name, type, cell: fallback, declared: true });
  }

  /** By column, its value in the row at hand. */
  cells(): Expr[] {
    return this.columns.map(({ cell }) => cell);
  }

  assignment(name: string, value: SyntaxNode): { column: number; code: ScanCode } {
    const column = this.named(name, value);
    const type = this.columns[column]?.type ?? 'dynamic';
    return { column, code: this.as(value, type) };
  }

  compile(node: SyntaxNode): ScanCode {
    if (!this.usesState(node)) return this.cell(this.builder.expr(this.ofTheRow(node), this.env));
    switch (node.kind) {
      case 'ParenthesizedExpression':
      case 'SimpleNamedExpression':
        return this.compile(part(node, 'Expression'));
      case 'PathExpression':
        return this.state(node);
      case 'UnaryMinusExpression':
        return this.within(node, {
          op: 'call',
          name: node.kind,
          args: [this.compile(part(node, 'Expression'))],
        });
      case 'BetweenExpression':
        return this.between(node);
      case 'FunctionCallExpression':
        return this.call(node);
      default:
        return this.within(node, this.operator(node));
    }
  }

  private within(node: SyntaxNode, code: ScanCode): ScanCode {
    return scalarType(node) === 'datetime' ? { op: 'call', name: 'tomoment', args: [code] } : code;
  }

  private operator(node: SyntaxNode): ScanCode {
    const [left, right] = [node.parts['Left'], node.parts['Right']];
    if (!left || !right || !isScanFunction(node.kind)) throw this.unknown(node);
    const [a, b] = [scalarType(left), scalarType(right)];
    if (node.kind === 'AndExpression' || node.kind === 'OrExpression')
      return { op: 'call', name: node.kind, args: [this.compile(left), this.compile(right)] };
    const result = scalarType(node);
    const arithmetic = /^(Add|Subtract|Multiply|Divide)/.test(node.kind);
    if (a === b && (!arithmetic || a !== 'timespan' || result === 'timespan'))
      return { op: 'call', name: node.kind, args: [this.compile(left), this.compile(right)] };
    if (NUMBERS.includes(a) && NUMBERS.includes(b)) {
      const meet = a === 'real' || b === 'real' ? 'real' : 'long';
      return { op: 'call', name: node.kind, args: [this.as(left, meet), this.as(right, meet)] };
    }
    if (a === 'timespan' && b === 'timespan' && result === 'real')
      return {
        op: 'call',
        name: node.kind,
        args: [this.real(this.compile(left)), this.real(this.compile(right))],
      };
    if (WHOLE.includes(a) && WHOLE.includes(b))
      return { op: 'call', name: node.kind, args: [this.compile(left), this.compile(right)] };
    throw this.unknown(node);
  }

  private between(node: SyntaxNode): ScanCode {
    const couple = part(node, 'Right');
    const value = part(node, 'Left');
    const [low, high] = [part(couple, 'First'), part(couple, 'Second')];
    if (scalarType(low) !== scalarType(value) || scalarType(high) !== scalarType(value))
      throw this.unknown(node);
    const test = (name: ScanFunction, bound: SyntaxNode): ScanCode => ({
      op: 'call',
      name,
      args: [this.compile(value), this.compile(bound)],
    });
    return {
      op: 'call',
      name: 'AndExpression',
      args: [test('GreaterThanOrEqualExpression', low), test('LessThanOrEqualExpression', high)],
    };
  }

  private call(node: SyntaxNode): ScanCode {
    const called = nameText(part(node, 'Name'));
    const name = SYNONYMS[called] ?? called;
    const args = callArguments(node);
    if (node.expansion || !isScanFunction(name) || CONVERSIONS.has(name)) throw this.unknown(node);
    const type = scalarType(node);
    switch (name) {
      case 'iff':
      case 'case':
        return {
          op: 'call',
          name,
          args: args.map((arg, i) =>
            i % 2 === 0 && i < args.length - 1 ? this.compile(arg) : this.as(arg, type),
          ),
        };
      case 'coalesce':
      case 'max_of':
      case 'min_of':
        return { op: 'call', name, args: args.map((arg) => this.as(arg, type)) };
      case 'strcat':
        return { op: 'call', name, args: args.map((arg) => this.as(arg, 'string')) };
      default:
        return { op: 'call', name, args: args.map((arg) => this.compile(arg)) };
    }
  }

  /** The value in that type, where no more than the width of a number changes. */
  private as(node: SyntaxNode, type: KustoType): ScanCode {
    if (!this.usesState(node))
      return this.cell(this.builder.convert(this.builder.expr(this.ofTheRow(node), this.env), type, node));
    const from = scalarType(node);
    const code = this.compile(node);
    if (from === type) return code;
    if (type === 'real' && NUMBERS.includes(from)) return this.real(code);
    if (type === 'long' && from === 'int') return code;
    if (type === 'int' && from === 'long') return { op: 'call', name: 'tonarrow', args: [code] };
    if (type === 'long' && from === 'real') return { op: 'call', name: 'towhole', args: [code] };
    throw this.unknown(node);
  }

  private real(code: ScanCode): ScanCode {
    return { op: 'call', name: 'toreal', args: [code] };
  }

  private state(node: SyntaxNode): ScanCode {
    const step = this.steps.indexOf(nameText(part(node, 'Expression')));
    if (step < 0) throw this.unknown(node);
    return { op: 'state', step, column: this.named(nameText(part(node, 'Selector')), node) };
  }

  private cell(expr: Expr): ScanCode {
    const same = this.columns.findIndex(({ cell, declared }) => !declared && cell === expr);
    if (same >= 0) return { op: 'cell', column: same };
    this.columns.push({ name: '', type: expr.type, cell: expr, declared: false });
    return { op: 'cell', column: this.columns.length - 1 };
  }

  private named(name: string, node: SyntaxNode): number {
    const known = this.columns.findIndex((column) => column.name === name);
    if (known >= 0) return known;
    const column = this.input.find((one) => one.name === name);
    if (!column) throw refuse('name-not-found', `The name ${name} is not known here.`, node);
    this.columns.push({ name, type: column.type, cell: columnExpr(column), declared: false });
    return this.columns.length - 1;
  }

  private usesState(node: SyntaxNode): boolean {
    if (node.kind === 'PathExpression' && this.steps.includes(nameText(part(node, 'Expression'))))
      return true;
    return [...Object.values(node.parts), ...node.items].some((child) => this.usesState(child));
  }

  private ofTheRow(node: SyntaxNode): SyntaxNode {
    const declared = this.columns.find(
      (column) => column.declared && mentions(node, column.name, this.input),
    );
    if (declared)
      throw refuse(
        'scan-expression',
        `${declared.name} is declared by scan; only its value in the state of a step can be read.`,
        node,
        `Write the name of a step before it, as in step.${declared.name}.`,
      );
    return node;
  }

  private unknown(node: SyntaxNode): Error {
    return refuse(
      'scan-expression',
      'This expression over the state of a step is not supported.',
      node,
      'Compute what does not depend on the state in an extend before scan.',
    );
  }
}

function mentions(node: SyntaxNode, name: string, input: readonly PlanColumn[]): boolean {
  if (
    node.kind === 'NameReference' &&
    nameText(node) === name &&
    !input.some((column) => column.name === name)
  )
    return true;
  return [...Object.values(node.parts), ...node.items].some((child) => mentions(child, name, input));
}

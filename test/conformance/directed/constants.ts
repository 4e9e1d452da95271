import { callArguments, list, nameText, tokenText } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';

/** What names of the query stand for: of `let`, and of a function's parameters where it is called. */
export type Names = ReadonlyMap<string, SyntaxNode>;

export type Constant = string | number | boolean;

/** The constants of an expression: one, or those of an array or a list; none where it is not constant. */
export function constantsOf(node: SyntaxNode, names: Names, depth = 0): Constant[] {
  if (depth > 20) return [];
  const inner = (child: SyntaxNode | undefined): Constant[] =>
    child ? constantsOf(child, names, depth + 1) : [];
  if (node.string !== undefined && node.kind === 'StringLiteralExpression') return [node.string];
  switch (node.kind) {
    case 'LongLiteralExpression':
    case 'IntLiteralExpression':
    case 'RealLiteralExpression':
      return [Number(tokenText(node).replace(/^\w+\(|\)$/g, ''))];
    case 'BooleanLiteralExpression':
      return [/true/i.test(tokenText(node))];
    case 'UnaryMinusExpression':
      return inner(node.parts['Expression']).map((value) => (typeof value === 'number' ? -value : value));
    case 'DynamicExpression':
    case 'ParenthesizedExpression':
      return inner(node.parts['Expression']);
    case 'JsonArrayExpression':
      return list(node, 'Values').flatMap(inner);
    case 'ExpressionList':
      return list(node, 'Expressions').flatMap(inner);
    case 'NameReference': {
      const name = nameText(node);
      return inner(names.get(name));
    }
    case 'DataTableExpression':
      return list(node, 'Values').flatMap(inner);
    case 'FunctionCallExpression':
      return CARRIERS.has(nameText(node.parts['Name'] ?? node)) ? callArguments(node).flatMap(inner) : [];
    case 'PipeExpression':
      return inner(node.parts['Expression']);
    default:
      return [];
  }
}

/** Calls that carry constants through. */
const CARRIERS = new Set([
  'dynamic',
  'toscalar',
  'materialize',
  'pack_array',
  'tostring',
  'tolower',
  'set_union',
  'array_concat',
  'split',
]);

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  h: 3_600_000,
  hr: 3_600_000,
  hours: 3_600_000,
  hour: 3_600_000,
  m: 60_000,
  min: 60_000,
  minutes: 60_000,
  s: 1000,
  sec: 1000,
  ms: 1,
};

/** Milliseconds of a constant span; undefined where it is none. */
export function spanOf(node: SyntaxNode | undefined, names: Names): number | undefined {
  if (!node) return undefined;
  switch (node.kind) {
    case 'TimespanLiteralExpression': {
      const [, count = '', unit = ''] = /^(?:\w+\()?(\d+(?:\.\d+)?)([a-z]+)\)?$/i.exec(tokenText(node)) ?? [];
      const size = UNITS[unit.toLowerCase()];
      return size === undefined ? undefined : Number(count) * size;
    }
    case 'NameReference':
      return spanOf(names.get(nameText(node)), names);
    case 'ParenthesizedExpression':
      return spanOf(node.parts['Expression'], names);
    case 'MultiplyExpression': {
      const [left, right] = [node.parts['Left'], node.parts['Right']];
      const span = spanOf(left, names) ?? spanOf(right, names);
      const factor = [left, right].flatMap((side) => (side ? constantsOf(side, names) : []))[0];
      return span !== undefined && typeof factor === 'number' ? span * factor : undefined;
    }
    case 'AddExpression': {
      const [left, right] = [spanOf(node.parts['Left'], names), spanOf(node.parts['Right'], names)];
      return left === undefined || right === undefined ? undefined : left + right;
    }
    default:
      return undefined;
  }
}

const DAY = 86_400_000;

/** The instant that an expression over `now()` and `ago()` stands for; undefined where it is none. */
export function instantOf(node: SyntaxNode | undefined, names: Names, now: number): number | undefined {
  if (!node) return undefined;
  switch (node.kind) {
    case 'NameReference':
      return instantOf(names.get(nameText(node)), names, now);
    case 'ParenthesizedExpression':
      return instantOf(node.parts['Expression'], names, now);
    case 'SubtractExpression':
    case 'AddExpression': {
      const base = instantOf(node.parts['Left'], names, now);
      const span = spanOf(node.parts['Right'], names);
      if (base === undefined || span === undefined) return undefined;
      return node.kind === 'AddExpression' ? base + span : base - span;
    }
    case 'FunctionCallExpression': {
      const [first] = callArguments(node);
      switch (nameText(node.parts['Name'] ?? node)) {
        case 'now':
          return now + (spanOf(first, names) ?? 0);
        case 'ago': {
          const span = spanOf(first, names);
          return span === undefined ? undefined : now - span;
        }
        case 'startofday':
        case 'bin': {
          const inner = instantOf(first, names, now);
          return inner === undefined ? undefined : Math.floor(inner / DAY) * DAY;
        }
        case 'endofday': {
          const inner = instantOf(first, names, now);
          return inner === undefined ? undefined : Math.floor(inner / DAY) * DAY + DAY - 1;
        }
        default:
          return undefined;
      }
    }
    default:
      return undefined;
  }
}

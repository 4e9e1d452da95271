import type { Column, KustoType } from '../../../src/domain/kustoType.ts';
import { argumentPool } from './argumentPools.ts';
import type { Choices } from './choices.ts';
import { generateValue } from './data.ts';
import { printJson } from '../reference/json.ts';
import { literalText, quoted } from './literals.ts';
import type { Callable, Signature } from './signatures.ts';

/** Whose value no second evaluation repeats. */
const UNREPEATABLE = new Set(['rand', 'new_guid']);
/** `bin` and `floor` want a size of a fitting type: a column seldom is a good one. */
const SIZES: Readonly<Partial<Record<KustoType, readonly string[]>>> = {
  long: ['1', '3', '10'],
  int: ['int(1)', 'int(3)'],
  real: ['0.5', '2.0', '10.0'],
  timespan: ['1h', '1d', '7d', '15m'],
};

/** Writes expressions of a wanted type over given columns, from the entries of the function table. */
export class Expressions {
  readonly callables: readonly Callable[];
  private readonly byType: ReadonlyMap<KustoType, readonly Callable[]>;

  constructor(callables: readonly Callable[]) {
    this.callables = callables.filter(
      ({ entry, signatures }) => signatures.length > 0 && !UNREPEATABLE.has(entry),
    );
    const types = new Set(
      this.callables.flatMap(({ signatures }) => signatures.map(({ returns }) => returns)),
    );
    this.byType = new Map([...types].map((type) => [type, returning(this.callables, type)]));
  }

  expression(type: KustoType, columns: readonly Column[], depth: number, choices: Choices): string {
    const own = columns.filter((column) => column.type === type);
    if (type === 'decimal') return choices.pick(['decimal(1.5)', 'decimal(null)', 'decimal(-2)']);
    const form = choices.next(depth > 0 ? 6 : 2);
    if (form === 0 && own.length > 0) return choices.pick(own).name;
    if (form <= 1) return constant(type, choices);
    if (form === 2) return this.special(type, columns, depth, choices);
    const callables = this.byType.get(type);
    if (!callables) return constant(type, choices);
    return this.call(choices.pick(choices.pick(callables).signatures), columns, depth, choices);
  }

  call(signature: Signature, columns: readonly Column[], depth: number, choices: Choices): string {
    const { entry, parameters } = signature;
    return signature.text(
      parameters.map((type, i) => this.argument(entry, type, i, columns, depth, choices)),
    );
  }

  argument(
    entry: string,
    type: KustoType,
    index: number,
    columns: readonly Column[],
    depth: number,
    choices: Choices,
  ): string {
    const pool = argumentPool(entry, index);
    if (pool.length > 0) return choices.pick(pool);
    const sizes = SIZES[type];
    if ((entry === 'bin' || entry === 'floor' || entry === 'bin_at') && index === 1 && sizes)
      return choices.pick(sizes);
    return this.expression(type, columns, depth - 1, choices);
  }

  /** What has no entry of its own: membership, between, access into dynamics. */
  private special(type: KustoType, columns: readonly Column[], depth: number, choices: Choices): string {
    const inner = (wanted: KustoType): string => this.expression(wanted, columns, depth - 1, choices);
    const literal = (wanted: KustoType): string => constant(wanted, choices);
    if (type === 'bool') {
      const of = choices.pick(['long', 'string', 'int', 'datetime', 'real'] as const);
      const several = Array.from({ length: choices.count(1, 3) }, () => literal(of)).join(', ');
      switch (choices.next(5)) {
        case 0:
          return `(${inner(of)} in (${several}))`;
        case 1:
          return `(${inner(of)} !in (${several}))`;
        case 2:
          return `(${inner(of)} between (${literal(of)} .. ${literal(of)}))`;
        case 3:
          return `(${inner('string')} ${choices.pick(['in~', '!in~', 'has_any', 'has_all'])} (${literal('string')}, ${literal('string')}))`;
        default:
          return `(${inner(of)} !between (${literal(of)} .. ${literal(of)}))`;
      }
    }
    if (type === 'dynamic') {
      const dynamics = columns.filter((column) => column.type === 'dynamic');
      if (dynamics.length === 0) return literal('dynamic');
      const path = choices.pick(['.a', '[0]', '.a.b', '["a b"]', '[-1]', '.b[1]', '.k', '.a.b[1].c']);
      return `${choices.pick(dynamics).name}${path}`;
    }
    return `iff(${inner('bool')}, ${inner(type)}, ${inner(type)})`;
  }
}

/** A dynamic as text that is parsed: of a literal the binder knows the shape and refuses what does not suit it. */
function constant(type: KustoType, choices: Choices): string {
  const value = generateValue(type, choices);
  return type === 'dynamic' && value !== null
    ? `todynamic(${quoted(printJson(value))})`
    : literalText(type, value);
}

function returning(callables: readonly Callable[], type: KustoType): Callable[] {
  return callables.flatMap(({ entry, signatures }) => {
    const fitting = signatures.filter(({ returns }) => returns === type);
    return fitting.length > 0 ? [{ entry, signatures: fitting }] : [];
  });
}

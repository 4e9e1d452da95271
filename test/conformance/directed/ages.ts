import { callArguments, nameText } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { constantsOf, instantOf, type Names, spanOf } from './constants.ts';
import type { Targets } from './targets.ts';

const UNITS: Readonly<Record<string, number>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
};

/** How long ago something was. */
export interface Age {
  readonly of: SyntaxNode;
  /** When that was which is so old. */
  readonly before: (age: SyntaxNode | undefined) => number | undefined;
}

/** The age that an expression stands for, as `now() - T` or `datetime_diff('day', now(), T)`; undefined where it is none. */
export function ageOf(node: SyntaxNode, targets: Targets, names: Names, now: number): Age | undefined {
  const meaning = targets.meaning(node);
  if (meaning?.kind === 'SubtractExpression') {
    const [later, of] = [meaning.parts['Left'], meaning.parts['Right']];
    const at = instantOf(later, names, now);
    if (at === undefined || !of) return undefined;
    return {
      of,
      before: (age) => {
        const span = spanOf(age, names);
        return span === undefined ? undefined : at - span;
      },
    };
  }
  if (meaning?.kind !== 'FunctionCallExpression') return undefined;
  if (nameText(meaning.parts['Name'] ?? meaning) !== 'datetime_diff') return undefined;
  const [unit, later, of] = callArguments(meaning);
  const at = instantOf(later, names, now);
  const size = UNITS[String(unit && constantsOf(unit, names)[0])];
  if (at === undefined || !of || size === undefined) return undefined;
  return {
    of,
    before: (age) => {
      const [count] = age ? constantsOf(age, names) : [];
      // A whole unit more: differences count the borders between units.
      return typeof count === 'number' ? at - (count + 1) * size : undefined;
    },
  };
}

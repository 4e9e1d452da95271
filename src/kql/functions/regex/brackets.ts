import { ASCII_NAMED } from './classes.ts';
import type { Cursor } from './cursor.ts';
import { readEscape } from './escapes.ts';
import { folded, intersection, type Ranges, union, without } from './ranges.ts';
import { bracketed, type ClassPart, computedPart, perlPart, propertyPart, range, single } from './sets.ts';
import type { CharSet, Modes } from './syntax.ts';

type Operator = '&&' | '--' | '~~';

/** A class in brackets, from the bracket on. */
export function readBrackets(cursor: Cursor, modes: Modes, depth = 0): CharSet {
  if (depth > 100) cursor.fail('Classes are nested too deeply.');
  cursor.skip('[');
  cursor.skipSpace(modes.verbose);
  const negated = cursor.skip('^');
  cursor.skipSpace(modes.verbose);
  let parts: ClassPart[] = [];
  while (cursor.starts('-')) parts.push(single((cursor.take(), 0x2d)));
  if (parts.length === 0 && cursor.skip(']')) parts.push(single(0x5d));
  let left: Ranges | undefined;
  let operator: Operator | undefined;
  const combined = (): Ranges => {
    const right = cased(union(parts.flatMap((part) => part.ranges())), modes);
    return left && operator ? combine(left, operator, right) : right;
  };
  for (;;) {
    cursor.skipSpace(modes.verbose);
    if (cursor.next === '') cursor.fail('A bracket is not closed.');
    if (cursor.skip(']')) return bracketed(operator ? [computedPart(combined())] : parts, negated, modes);
    const found = (['&&', '--', '~~'] as const).find((one) => cursor.skip(one));
    if (found) {
      left = combined();
      operator = found;
      parts = [];
    } else parts.push(readPart(cursor, modes, depth));
  }
}

function cased(ranges: Ranges, modes: Modes): Ranges {
  return modes.fold ? folded(ranges, modes.unicode) : ranges;
}

function combine(left: Ranges, operator: Operator, right: Ranges): Ranges {
  const both = intersection(left, right);
  if (operator === '&&') return both;
  const from = operator === '--' ? left : union([...left, ...right]);
  return intersection(from, without(operator === '--' ? right : both));
}

function readPart(cursor: Cursor, modes: Modes, depth: number): ClassPart {
  const named = cursor.match(/\[:(\^?)([a-z]+):\]/y);
  const ascii = named && ASCII_NAMED[named[2] ?? ''];
  if (named && ascii) {
    const part = computedPart(named[1] ? without(cased(ascii, modes)) : ascii);
    return part;
  }
  if (named) cursor.at -= named[0].length;
  if (cursor.starts('[')) {
    const inner = readBrackets(cursor, modes, depth + 1);
    return computedPart(inner.ranges());
  }
  const from = readOne(cursor, modes);
  const before = cursor.at;
  cursor.skipSpace(modes.verbose);
  if (!cursor.starts('-') || cursor.starts('--')) return part(from);
  cursor.skip('-');
  cursor.skipSpace(modes.verbose);
  if (cursor.starts(']')) {
    cursor.at = before;
    cursor.skipSpace(modes.verbose);
    return typeof from === 'number' ? single(from) : from;
  }
  const to = readOne(cursor, modes);
  if (typeof from !== 'number' || typeof to !== 'number')
    cursor.fail('A range in brackets is from one character to another.');
  if (from > to)
    cursor.fail(
      `The range ${String.fromCodePoint(from)}-${String.fromCodePoint(to)} in brackets ends before it begins.`,
    );
  return range(from, to);
}

const part = (one: number | ClassPart): ClassPart => (typeof one === 'number' ? single(one) : one);

/** A character, or a class by its name. */
function readOne(cursor: Cursor, modes: Modes): number | ClassPart {
  if (!cursor.starts('\\')) {
    const point = cursor.take().codePointAt(0) ?? 0;
    if (!modes.unicode && point > 127)
      cursor.fail('Without the flag u only ASCII stands in brackets; leave out (?-u).');
    return point;
  }
  const escape = readEscape(cursor, modes);
  if (escape.kind === 'point') return escape.point;
  if (escape.kind === 'perl') return perlPart(escape.letter, modes);
  if (escape.kind === 'property') return propertyPart(escape.name, escape.negated, modes);
  return cursor.fail('A boundary does not stand in brackets.');
}

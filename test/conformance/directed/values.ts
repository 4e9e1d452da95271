import type { JsonValue } from '../../../src/base/json.ts';
import type { KustoType } from '../../../src/domain/kustoType.ts';
import type { Random } from '../../../src/samples/random.ts';
import type { Demand } from './asked.ts';
import { sampleOf } from './patterns.ts';
import { type Piece, unwrapped } from './wraps.ts';

/** A value that meets the demands on one place, or most of them; undefined where they are content with any. */
export function valueFor(asked: readonly Demand[], random: Random): JsonValue | undefined {
  const demands = asked.filter(({ target }) => target.wraps.length === 0);
  const numbers = between(demands, random);
  const equal = demands.flatMap((demand) => (demand.kind === 'equal' ? [...demand.values] : []));
  const texts = textFor(demands, piecesFor(asked, random), random);
  if (equal.length > 0 && (texts === undefined || random.chance(0.6))) {
    const best = Math.max(...equal.map((value) => metBy(value, demands)));
    return random.pick(equal.filter((value) => metBy(value, demands) === best));
  }
  return texts ?? numbers;
}

/** How many demands for equality or parts a value meets. */
function metBy(value: string | number | boolean, demands: readonly Demand[]): number {
  const text = String(value).toLowerCase();
  const has = (part: string): boolean => text.includes(part.toLowerCase());
  return demands.filter((demand) => {
    switch (demand.kind) {
      case 'equal':
        return demand.values.includes(value);
      case 'within':
        return demand.all ? demand.values.every(has) : demand.values.some(has);
      case 'start':
        return demand.values.some((part) => text.startsWith(part.toLowerCase()));
      case 'end':
        return demand.values.some((part) => text.endsWith(part.toLowerCase()));
      default:
        return false;
    }
  }).length;
}

function between(demands: readonly Demand[], random: Random): number | undefined {
  const bounds = (kind: 'above' | 'below'): number[] =>
    demands.flatMap((demand) => (demand.kind === kind ? [...demand.values] : []));
  const [above, below] = [bounds('above'), bounds('below')];
  if (above.length === 0 && below.length === 0) return undefined;
  const low = above.length > 0 ? Math.max(...above) : 0;
  const high = below.length > 0 ? Math.min(...below) : low + Math.abs(low) + 10;
  return high > low + 1 ? random.int(low + 1, Math.floor(high - 1)) : (low + high) / 2;
}

/** Of the whole text: what the values that are taken out of it are made from. */
function piecesFor(asked: readonly Demand[], random: Random): Piece[] {
  const groups = new Map<string, Demand[]>();
  for (const demand of asked)
    if (demand.target.wraps.length > 0) {
      const key = JSON.stringify(demand.target.wraps);
      groups.set(key, [...(groups.get(key) ?? []), demand]);
    }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const value = valueFor(group.map(bare), random);
    return first
      ? [unwrapped(value === undefined ? undefined : textOf(value), first.target.wraps, random)]
      : [];
  });
}

/** The same, asked of the value itself. */
export function bare(demand: Demand): Demand {
  return { ...demand, target: { ...demand.target, wraps: [] } };
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function textFor(demands: readonly Demand[], pieces: readonly Piece[], random: Random): string | undefined {
  const at = (place: Piece['place']): string[] =>
    pieces.filter((piece) => piece.place === place).map(({ text }) => text);
  const [start, middle, end] = [at('start'), at('middle'), at('end')];
  for (const demand of demands) {
    switch (demand.kind) {
      case 'start':
        if (start.length === 0) start.push(random.pick(demand.values));
        break;
      case 'end':
        if (end.length === 0) end.push(random.pick(demand.values));
        break;
      case 'within':
        middle.push(...(demand.all ? demand.values : [random.pick(demand.values)]));
        break;
      case 'regex':
        middle.push(...matching(demand.values, random));
        break;
      case 'pieces':
        middle.push(
          demand.values.map((piece) => `${piece}${random.pick(['alice', '10.1.2.3', 'x1'])}`).join(''),
        );
        break;
      default:
    }
  }
  if (start.length + middle.length + end.length === 0) return undefined;
  const body = [...new Set(middle)].join(' ');
  // Before a word that ends the text, so that those before it stay words.
  const last = body !== '' && /^\w/.test(end.join('')) ? ' ' : '';
  return `${start.join('')}${start.length > 0 && body !== '' ? ' ' : ''}${body}${last}${end.join('')}`;
}

function matching(patterns: readonly string[], random: Random): string[] {
  const text = sampleOf(random.pick(patterns), random);
  return text === undefined ? [] : [text];
}

/** The value as a column of that type takes it. */
export function inType(value: JsonValue, type: KustoType, random: Random): JsonValue {
  switch (type) {
    case 'string':
    case 'guid':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'int':
    case 'long':
    case 'real': {
      const number = Number(value);
      return Number.isFinite(number) ? number : random.int(0, 1000);
    }
    case 'bool':
      return value === true || value === 1 || value === 'true' || value === 'True';
    default:
      return value;
  }
}

/** A JSON value with another at a path, which is made where it is missing. */
export function placed(base: JsonValue, steps: readonly (string | number)[], value: JsonValue): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const items: JsonValue[] = Array.isArray(base) ? [...(base as readonly JsonValue[])] : [];
    while (items.length < step) items.push({});
    items[step] = placed(items[step] ?? null, rest, value);
    return items;
  }
  const bag = isObject(base) ? base : {};
  return { ...bag, [step]: placed(bag[step] ?? null, rest, value) };
}

export function at(base: JsonValue, steps: readonly (string | number)[]): JsonValue | undefined {
  let here: JsonValue | undefined = base;
  for (const step of steps) {
    if (Array.isArray(here)) here = (here as readonly JsonValue[])[Number(step)];
    else if (isObject(here)) here = here[String(step)];
    else return undefined;
  }
  return here;
}

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

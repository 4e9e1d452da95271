/** Code points, ascending, apart from each other, ends included. */
export type Ranges = readonly (readonly [from: number, to: number])[];

export const LAST_POINT = 0x10ffff;

export function union(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/** All code points but these. */
export function without(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) out.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST_POINT) out.push([next, LAST_POINT]);
  return out;
}

export function intersection(a: Ranges, b: Ranges): Ranges {
  return without(union([...without(a), ...without(b)]));
}

export function has(ranges: Ranges, point: number): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle] ?? [0, -1];
    if (point < from) high = middle - 1;
    else if (point > to) low = middle + 1;
    else return true;
  }
  return false;
}

const CASED = /[\p{Changes_When_Casemapped}\p{Changes_When_Casefolded}]/u;
let equals: Map<number, readonly number[]> | undefined;

/** The code points that simple case folding makes equal to one of these, those themselves too; of ASCII alone where `unicode` is false. */
export function folded(ranges: Ranges, unicode: boolean): Ranges {
  const out = [...ranges];
  for (const [point, others] of (equals ??= foldings()))
    if ((unicode || point < 128) && has(ranges, point))
      for (const other of others) if (unicode || other < 128) out.push([other, other]);
  return union(out);
}

/** Letters whose capitals agree are candidates; JavaScript's own simple folding decides. */
function foldings(): Map<number, readonly number[]> {
  const groups = new Map<string, string[]>();
  for (let point = 0; point <= LAST_POINT; point++) {
    const c = String.fromCodePoint(point);
    if (!CASED.test(c)) continue;
    const key = c.toUpperCase().toLowerCase().toUpperCase();
    const group = groups.get(key);
    if (group) group.push(c);
    else groups.set(key, [c]);
  }
  const out = new Map<number, readonly number[]>();
  for (const group of groups.values())
    for (const c of group) {
      const same = new RegExp(`^${c}$`, 'iu');
      const others = group.filter((other) => other !== c && same.test(other));
      if (others.length > 0)
        out.set(
          c.codePointAt(0) ?? 0,
          others.map((other) => other.codePointAt(0) ?? 0),
        );
    }
  return out;
}

import { isCount, isRecord } from '../base/guards.ts';
import type { ObservedEvents } from '../domain/observed.ts';

/**
 * The columns of observed events in five or six bytes an event rather than twelve, since each byte to a webview is copied
 * many times on its way. Times are steps from one event to the next; rule and table are a code for both.
 */
export interface PackedColumns {
  /** From the event before, in `UNIT`s; 0 at a jump. */
  readonly steps: Uint32Array;
  /** Events that no step leads to, ascending, and their times in milliseconds. */
  readonly jumps: Uint32Array;
  readonly jumpTimes: Float64Array;
  readonly codes: Uint8Array | Uint16Array;
  /** Rule and table of each code. */
  readonly codeRules: Uint16Array;
  readonly codeTables: Uint16Array;
}

export type PackedObserved = Omit<ObservedEvents, 'time' | 'rule' | 'table'> & {
  readonly packed: PackedColumns;
};

/**
 * Milliseconds. Every double from 2^40 to 2^41 (the years 2004 to 2039) is a whole multiple of it, so that sums of steps
 * are the very times; others are looked at one by one.
 */
const UNIT = 2 ** -12;
const LONGEST_STEP = 0xffffffff;

/** Undefined where the events do not come back the same, or take no fewer bytes. */
export function packObserved(events: ObservedEvents): PackedObserved | undefined {
  const { time, rule, table, count, ...rest } = events;
  const steps = new Uint32Array(count);
  const jumps: number[] = [];
  let last = 0;
  for (let i = 0; i < count; i++) {
    const at = time[i] ?? 0;
    const step = (at - last) / UNIT;
    if (step >= 0 && step <= LONGEST_STEP && last + Math.round(step) * UNIT === at)
      steps[i] = Math.round(step);
    else if (jumps.push(i) > count / 4) return undefined;
    last = at;
  }
  const codes = packCodes(rule, table);
  if (!codes) return undefined;
  return {
    ...rest,
    count,
    packed: {
      steps,
      jumps: Uint32Array.from(jumps),
      jumpTimes: Float64Array.from(jumps, (i) => time[i] ?? 0),
      ...codes,
    },
  };
}

function packCodes(
  rule: Uint16Array,
  table: Uint16Array,
): Pick<PackedColumns, 'codes' | 'codeRules' | 'codeTables'> | undefined {
  const codeOf = new Map<number, number>();
  const wide = new Uint16Array(rule.length);
  let lastBoth = -1;
  let lastCode = 0;
  for (let i = 0; i < rule.length; i++) {
    const both = (rule[i] ?? 0) * 0x10000 + (table[i] ?? 0);
    if (both !== lastBoth) {
      lastBoth = both;
      lastCode = codeOf.get(both) ?? codeOf.size;
      if (lastCode > 0xffff) return undefined;
      codeOf.set(both, lastCode);
    }
    wide[i] = lastCode;
  }
  const pairs = [...codeOf.keys()];
  return {
    codes: pairs.length <= 0x100 ? Uint8Array.from(wide) : wide,
    codeRules: Uint16Array.from(pairs, (both) => Math.floor(both / 0x10000)),
    codeTables: Uint16Array.from(pairs, (both) => both % 0x10000),
  };
}

/** The events as they were before they were packed. */
export function unpackObserved({ packed, ...rest }: PackedObserved): ObservedEvents {
  const { steps, jumps, jumpTimes, codes, codeRules, codeTables } = packed;
  const { count } = rest;
  const time = new Float64Array(count);
  const rule = new Uint16Array(count);
  const table = new Uint16Array(count);
  let at = 0;
  let from = 0;
  for (let jump = 0; jump <= jumps.length; jump++) {
    const to = jumps[jump] ?? count;
    for (let i = from; i < to; i++) {
      at += (steps[i] ?? 0) * UNIT;
      time[i] = at;
    }
    if (to < count) time[to] = at = jumpTimes[jump] ?? 0;
    from = to + 1;
  }
  for (let i = 0; i < count; i++) {
    const code = codes[i] ?? 0;
    rule[i] = codeRules[code] ?? 0;
    table[i] = codeTables[code] ?? 0;
  }
  return { ...rest, time, rule, table };
}

/** Whether the columns belong to `count` events; what they hold is the host's own. */
export function isPackedColumns(value: unknown, count: unknown): value is PackedColumns {
  if (!isRecord(value) || !isCount(count)) return false;
  const { steps, jumps, jumpTimes, codes, codeRules, codeTables } = value;
  return (
    steps instanceof Uint32Array &&
    jumps instanceof Uint32Array &&
    jumpTimes instanceof Float64Array &&
    (codes instanceof Uint8Array || codes instanceof Uint16Array) &&
    codeRules instanceof Uint16Array &&
    codeTables instanceof Uint16Array &&
    steps.length === count &&
    codes.length === count &&
    jumps.length === jumpTimes.length &&
    codeRules.length === codeTables.length
  );
}

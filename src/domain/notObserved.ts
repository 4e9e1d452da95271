import { isoFromTicks, TICKS_PER_SECOND, type Ticks, ticksFromIso } from '../base/ticks.ts';
import type { TimeWindow } from './answer.ts';

/**
 * A stretch of which the case does not know what a table would have said. `silent`: the table has rows before and
 * after, and none in it. `before`: none yet, so it was not collected or its retention was over. `after`: none any more.
 * `partial`: a source answered, and said that it was not all.
 */
export interface NotObserved {
  readonly table: string;
  readonly window: TimeWindow;
  readonly kind: 'silent' | 'before' | 'after' | 'partial';
  /** In words, for a person. */
  readonly why: string;
}

/** What is known of a table's rows; null where it has none with a time. */
export interface TableExtent {
  readonly name: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly gaps: readonly TimeWindow[];
}

/** Shorter stretches at the ends are how exports are cut, not gaps. */
const SHORTEST: Ticks = 6n * 3600n * TICKS_PER_SECOND;

/** The gaps of each table, and its ends against `window` and what the other tables have. */
export function tablesNotObserved(tables: readonly TableExtent[], window: TimeWindow | null): NotObserved[] {
  const ticks = (text: string | null | undefined): Ticks | undefined =>
    text === null || text === undefined ? undefined : ticksFromIso(text);
  const firsts = [...tables.map(({ first }) => first), window?.start]
    .map(ticks)
    .filter((each) => each !== undefined);
  const lasts = [...tables.map(({ last }) => last), window?.end]
    .map(ticks)
    .filter((each) => each !== undefined);
  const start = firsts.reduce<Ticks | undefined>(
    (least, each) => (least === undefined || each < least ? each : least),
    undefined,
  );
  const end = lasts.reduce<Ticks | undefined>(
    (most, each) => (most === undefined || each > most ? each : most),
    undefined,
  );
  if (start === undefined || end === undefined) return [];
  return tables.flatMap(({ name, first, last, gaps }): NotObserved[] => {
    const [from, to] = [ticks(first), ticks(last)];
    if (from === undefined || to === undefined) return [];
    const stretch = (kind: NotObserved['kind'], since: Ticks, until: Ticks, why: string): NotObserved[] =>
      until - since < SHORTEST
        ? []
        : [{ table: name, window: { start: isoFromTicks(since), end: isoFromTicks(until) }, kind, why }];
    return [
      ...stretch('before', start, from, 'no row yet: it was not collected, or its retention was over'),
      ...gaps.map(
        (gap): NotObserved => ({ table: name, window: gap, kind: 'silent', why: 'the table is silent' }),
      ),
      ...stretch('after', to, end, 'no row any more: it was not collected to the end, or the table stopped'),
    ];
  });
}

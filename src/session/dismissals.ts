import { isCount, isNullOr, isShape, isString } from '../base/guards.ts';
import type { WrittenLine } from '../cases/journal.ts';
import type { TimeWindow } from '../domain/answer.ts';
import type { HuntDismissal } from '../domain/hunt.ts';

const isDismissal = isShape<HuntDismissal>({
  query: isString,
  connection: isString,
  window: isNullOr(isShape<TimeWindow>({ start: isString, end: isString })),
  digest: isString,
  rows: isCount,
  reason: isString,
});

/** The dismissals that the journals hold, oldest first; lines of another form are left out, as nothing here wrote them. */
export function dismissalsIn(lines: readonly WrittenLine[]): readonly HuntDismissal[] {
  return lines.flatMap(({ data }) => {
    const found: unknown = data;
    return isDismissal(found) ? [found] : [];
  });
}

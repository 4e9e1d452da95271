import type { ResultView } from '../../src/domain/result.ts';

/** Sorted by a column: ascending, descending, not at all, in turn; `add` keeps the keys before it. */
export function withSort(view: ResultView, column: number, add: boolean): ResultView {
  const known = view.sort.find((key) => key.column === column);
  const others = add ? view.sort.filter((key) => key.column !== column) : [];
  if (known?.descending === true) return { ...view, sort: others };
  return { ...view, sort: [...others, { column, descending: known !== undefined }] };
}

/** With another filter on a column; '' takes it off. */
export function withFilter(view: ResultView, column: number, text: string): ResultView {
  const others = view.filters.filter((filter) => filter.column !== column);
  return { ...view, filters: text.trim() === '' ? others : [...others, { column, text }] };
}

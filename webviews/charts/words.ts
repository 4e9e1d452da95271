import { formatCount } from '../../src/base/counts.ts';
import { visible } from '../../src/base/visible.ts';
import type { Plot } from './plot.ts';

const LONGEST_LABEL = 40;

/** A name as a chart has room for it, with nothing invisible in it. */
export function label(text: string): string {
  const shown = visible(text);
  return shown.length > LONGEST_LABEL ? `${shown.slice(0, LONGEST_LABEL - 1)}…` : shown;
}

function numberText(value: unknown): string {
  if (typeof value !== 'number') return 'no value';
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(6)));
}

function timeText(time: number, utc: boolean): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  return utc ? `${date.toISOString().slice(0, 19).replace('T', ' ')}Z` : date.toLocaleString('sv');
}

/** Where along x a point is, in words. */
export function placeText(plot: Plot, place: unknown, utc: boolean): string {
  if (typeof place !== 'number') return '';
  if (plot.x === 'category') return categoryText(plot, plot.categories[place] ?? '', utc);
  return plot.x === 'number' ? numberText(place) : timeText(place, utc);
}

function categoryText({ categoriesAreTimes }: Plot, name: string, utc: boolean): string {
  return (categoriesAreTimes && timeText(Date.parse(name), utc)) || label(name);
}

/** Of all categories, without what is the same midnight in each. */
export function categoryLabels(plot: Plot, utc: boolean): readonly string[] {
  const texts = plot.categories.map((name) => categoryText(plot, name, utc));
  if (!plot.categoriesAreTimes) return texts;
  const areDays = texts.every((text) => / 00:00:00Z?$/.test(text));
  return texts.map((text) => text.replace(areDays ? / 00:00:00Z?$/ : /:00Z?$/, ''));
}

interface Hovered {
  readonly seriesName?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly percent?: number;
}

const MOST_LINES = 20;

/** What is under the pointer, as the chart library gives it, in lines. */
export function tooltip(plot: Plot, given: unknown, utc: boolean): string {
  const items = (Array.isArray(given) ? given : [given]) as readonly Hovered[];
  const lines = items.slice(0, MOST_LINES).map(({ seriesName = '', name = '', value, percent }) => {
    if (plot.kind === 'piechart') return `${label(name)}: ${numberText(value)} (${percent ?? 0} %)`;
    const pair = Array.isArray(value) ? (value as readonly unknown[]) : [undefined, value];
    return `${label(seriesName)}: ${numberText(plot.kind === 'barchart' ? pair[0] : pair[1])}`;
  });
  const [first] = items;
  const at = Array.isArray(first?.value) ? (first.value as readonly unknown[]) : [];
  const place = plot.kind === 'barchart' ? at[1] : at[0];
  const head = plot.kind === 'piechart' ? [] : [placeText(plot, place, utc)];
  const more = items.length > MOST_LINES ? [`… ${items.length - MOST_LINES} more`] : [];
  return [...head, ...lines, ...more].join('\n');
}

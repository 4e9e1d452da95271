import type { EChartsCoreOption } from 'echarts/core';
import { visible } from '../results/cellText.ts';
import { formatCount } from '../../src/base/counts.ts';
import type { Plot, Series } from './plot.ts';
import type { ChartTheme } from './theme.ts';

const LONGEST_LABEL = 40;
/** Past so many points a mark at each one hides the line. */
const MARKED_POINTS = 60;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow'];

/** The library's description of a plot. No text is ever markup: labels and tooltips are painted. */
export function optionOf(plot: Plot, theme: ChartTheme, utc: boolean): EChartsCoreOption {
  const text = { color: theme.foreground, fontFamily: theme.font };
  const common = {
    useUTC: utc,
    animation: false,
    color: [...theme.series],
    textStyle: text,
    title: {
      show: plot.title !== '',
      text: label(plot.title),
      left: 'center',
      textStyle: { ...text, fontSize: 14 },
    },
    legend: { show: false },
    aria: { enabled: true, decal: { show: plot.kind === 'piechart' } },
    tooltip: {
      renderMode: 'richText',
      trigger: plot.kind === 'piechart' || plot.kind === 'scatterchart' ? 'item' : 'axis',
      confine: true,
      backgroundColor: theme.background,
      borderColor: theme.line,
      textStyle: { ...text, fontSize: 12 },
      formatter: (given: unknown) => tooltip(plot, given, utc),
    },
  };
  if (plot.kind === 'piechart') return { ...common, series: [pie(plot, theme)] };
  const isBar = plot.kind === 'barchart';
  const x = xAxis(plot, theme);
  const y = yAxis(plot, theme);
  const along = isBar ? { yAxisIndex: 0 } : { xAxisIndex: 0 };
  return {
    ...common,
    grid: { left: 8, right: 24, top: plot.title === '' ? 16 : 40, bottom: 56, containLabel: true },
    xAxis: isBar ? y : x,
    yAxis: isBar ? { ...x, inverse: true } : y,
    dataZoom: [
      { type: 'inside', ...along, zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false },
      {
        type: 'slider',
        ...along,
        height: 18,
        bottom: 6,
        ...(isBar ? { width: 14, height: undefined, right: 2, bottom: 40 } : {}),
        borderColor: theme.line,
        textStyle: { color: theme.faint },
        fillerColor: 'transparent',
        handleStyle: { color: theme.background, borderColor: theme.foreground },
        moveHandleStyle: { color: theme.faint, opacity: 0.5 },
        dataBackground: {
          lineStyle: { color: theme.faint },
          areaStyle: { color: theme.faint, opacity: 0.2 },
        },
        selectedDataBackground: {
          lineStyle: { color: theme.foreground },
          areaStyle: { color: theme.faint, opacity: 0.4 },
        },
        brushSelect: false,
      },
    ],
    series: plot.series.flatMap((series, index) => seriesOf(plot, series, index, theme)),
  };
}

function label(text: string): string {
  const shown = visible(text);
  return shown.length > LONGEST_LABEL ? `${shown.slice(0, LONGEST_LABEL - 1)}…` : shown;
}

function xAxis({ x, categories, xTitle }: Plot, theme: ChartTheme): object {
  return {
    type: x === 'time' ? 'time' : x === 'number' ? 'value' : 'category',
    scale: true,
    ...(x === 'category' && { data: categories.map(label) }),
    name: label(xTitle),
    nameLocation: 'middle',
    nameGap: 24,
    nameTextStyle: { color: theme.faint },
    axisLabel: { color: theme.faint, hideOverlap: true },
    axisLine: { lineStyle: { color: theme.line } },
    splitLine: { show: false },
  };
}

function yAxis({ yTitle, yMin, yMax, yLog, stack }: Plot, theme: ChartTheme): object {
  return {
    type: yLog ? 'log' : 'value',
    name: label(yTitle),
    nameTextStyle: { color: theme.faint, align: 'left' },
    ...(yMin !== undefined && { min: yMin }),
    ...(yMax === undefined ? (stack === 'stacked100' ? { max: 100 } : {}) : { max: yMax }),
    axisLabel: { color: theme.faint },
    splitLine: { lineStyle: { color: theme.line, opacity: 0.6 } },
  };
}

function seriesOf(plot: Plot, series: Series, index: number, theme: ChartTheme): object[] {
  const { kind, stack } = plot;
  const isArea = kind === 'areachart' || kind === 'stackedareachart';
  const isBar = kind === 'barchart' || kind === 'columnchart';
  const points = stack === 'stacked100' ? shares(plot, series) : series.points;
  const data = kind === 'barchart' ? points.map(([x, y]) => [y, x]) : points;
  const marks = series.marked.length === 0 ? [] : [anomalies(series, theme)];
  return [
    {
      type: kind === 'scatterchart' ? 'scatter' : isBar ? 'bar' : 'line',
      name: series.name,
      data,
      ...(stack !== 'none' && { stack: 'all' }),
      ...(isArea && { areaStyle: { opacity: 0.35 } }),
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: kind === 'scatterchart' ? 8 : 5,
      showSymbol: kind === 'scatterchart' || points.length <= MARKED_POINTS,
      lineStyle: { width: 2, type: index >= theme.series.length ? 'dashed' : 'solid' },
      ...(!isBar &&
        kind !== 'scatterchart' &&
        points.length > 2000 &&
        stack === 'none' && { sampling: 'lttb' }),
    },
    ...marks,
  ];
}

function anomalies({ name, marked }: Series, theme: ChartTheme): object {
  return {
    type: 'scatter',
    name,
    data: marked,
    symbol: 'diamond',
    symbolSize: 12,
    itemStyle: { color: theme.mark, borderColor: theme.foreground },
    z: 5,
  };
}

/** Each point as its part of all series at its place, in percent. */
function shares({ series }: Plot, own: Series): Series['points'] {
  const totals = new Map<number, number>();
  for (const { points } of series)
    for (const [x, y] of points) totals.set(x, (totals.get(x) ?? 0) + Math.abs(y ?? 0));
  return own.points.map(([x, y]) => [x, y === null ? null : (100 * Math.abs(y)) / (totals.get(x) || 1)]);
}

function pie({ series, categories }: Plot, theme: ChartTheme): object {
  const [first] = series;
  return {
    type: 'pie',
    radius: ['0%', '68%'],
    data: (first?.points ?? []).map(([x, y]) => ({ name: categories[x] ?? '', value: y ?? 0 })),
    label: {
      color: theme.foreground,
      formatter: ({ name, percent }: { name: string; percent: number }) => `${label(name)}  ${percent} %`,
    },
    labelLine: { lineStyle: { color: theme.faint } },
  };
}

interface Hovered {
  readonly seriesName?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly percent?: number;
}

function tooltip(plot: Plot, given: unknown, utc: boolean): string {
  const items = (Array.isArray(given) ? given : [given]) as readonly Hovered[];
  const lines = items.slice(0, 20).map(({ seriesName = '', name = '', value, percent }) => {
    if (plot.kind === 'piechart') return `${label(name)}: ${numberText(value)} (${percent ?? 0} %)`;
    const pair = Array.isArray(value) ? (value as readonly unknown[]) : [undefined, value];
    return `${label(seriesName)}: ${numberText(plot.kind === 'barchart' ? pair[0] : pair[1])}`;
  });
  const [first] = items;
  const at = Array.isArray(first?.value) ? (first.value as readonly unknown[]) : [];
  const place = plot.kind === 'barchart' ? at[1] : at[0];
  const head = plot.kind === 'piechart' ? [] : [placeText(plot, place, utc)];
  return [...head, ...lines, ...(items.length > 20 ? [`… ${items.length - 20} more`] : [])].join('\n');
}

/** Where along x a point is, in words. */
export function placeText({ x, categories }: Plot, place: unknown, utc: boolean): string {
  if (typeof place !== 'number') return '';
  if (x === 'category') return label(categories[place] ?? '');
  if (x === 'number') return numberText(place);
  const date = new Date(place);
  if (Number.isNaN(date.getTime())) return '';
  return utc ? `${date.toISOString().slice(0, 19).replace('T', ' ')}Z` : date.toLocaleString('sv');
}

function numberText(value: unknown): string {
  if (typeof value !== 'number') return 'no value';
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(6)));
}

import type { EChartsCoreOption } from 'echarts/core';
import { axesOf } from './axes.ts';
import type { Plot, Series } from './plot.ts';
import { dashOf, symbolOf } from './symbols.ts';
import type { ChartTheme } from './theme.ts';
import { label, tooltip } from './words.ts';

/** Past so many points a mark at each one hides the line. */
const MARKED_POINTS = 60;

/** Narrower slices have no label, which would lie over the next one, in degrees; the legend and the pointer name them. */
const LABELLED_ANGLE = 12;
/** Beside a pie in a narrower page there is no room for names, in pixels. */
const ROOM_FOR_NAMES = 640;

/** The library's description of a plot that is `width` pixels wide. No text is ever markup: labels and tooltips are painted. */
export function optionOf(plot: Plot, theme: ChartTheme, utc: boolean, width: number): EChartsCoreOption {
  const text = { color: theme.foreground, fontFamily: theme.font };
  const common = {
    useUTC: utc,
    animation: false,
    color: [...theme.series],
    textStyle: text,
    title: {
      show: plot.title !== '' || plot.note !== '',
      text: label(plot.title),
      subtext: plot.note,
      left: 'center',
      textStyle: { ...text, fontSize: 14 },
      subtextStyle: { ...text, color: theme.faint, fontSize: 12 },
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
  if (plot.kind === 'piechart') return { ...common, series: [pie(plot, theme, width)] };
  const isBar = plot.kind === 'barchart';
  const along = isBar
    ? { yAxisIndex: 0 }
    : { xAxisIndex: plot.ySplit === 'panels' ? [...plot.columns.keys()] : 0 };
  return {
    ...common,
    ...axesOf(plot, theme, utc),
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

function seriesOf(plot: Plot, series: Series, index: number, theme: ChartTheme): object[] {
  const { kind, stack, ySplit } = plot;
  const isArea = kind === 'areachart' || kind === 'stackedareachart';
  const isBar = kind === 'barchart' || kind === 'columnchart';
  const points = stack === 'stacked100' ? shares(plot, series) : series.points;
  const data = kind === 'barchart' ? points.map(([x, y]) => [y, x]) : points;
  const place = {
    ...(ySplit === 'axes' && { yAxisIndex: series.column }),
    ...(ySplit === 'panels' && { xAxisIndex: series.column, yAxisIndex: series.column }),
  };
  const marks = series.marked.length === 0 ? [] : [{ ...anomalies(series, theme), ...place }];
  return [
    {
      type: kind === 'scatterchart' ? 'scatter' : isBar ? 'bar' : 'line',
      name: series.name,
      data,
      ...place,
      ...(stack !== 'none' && { stack: ySplit === 'none' ? 'all' : `column ${series.column}` }),
      ...(isArea && { areaStyle: { opacity: 0.35 } }),
      symbol: `path://${symbolOf(index)}`,
      symbolSize: kind === 'scatterchart' ? 8 : 5,
      showSymbol: kind === 'scatterchart' || points.length <= MARKED_POINTS,
      lineStyle: { width: 2, type: dashOf(index) },
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

function pie({ series, categories }: Plot, theme: ChartTheme, width: number): object {
  const [first] = series;
  const isNarrow = width < ROOM_FOR_NAMES;
  return {
    type: 'pie',
    radius: ['0%', '68%'],
    data: (first?.points ?? []).map(([x, y]) => ({ name: categories[x] ?? '', value: y ?? 0 })),
    minShowLabelAngle: LABELLED_ANGLE,
    label: {
      color: theme.foreground,
      lineHeight: 16,
      formatter: ({ name, percent }: { name: string; percent: number }) =>
        isNarrow ? `${percent} %` : `${percent} %  ${label(name)}`,
    },
    labelLine: { lineStyle: { color: theme.faint }, ...(isNarrow && { length: 8, length2: 4 }) },
    labelLayout: { hideOverlap: true },
  };
}

import type { Plot } from './plot.ts';
import type { ChartTheme } from './theme.ts';
import { categoryLabels, label } from './words.ts';

/** Rooms, in pixels. */
const TITLE = 28;
const AXIS_NAME = 28;
const BELOW = 56;
const RIGHT = 24;
const BESIDE = 52;
const PANEL = 150;

/** How high the chart is to be where its panels need more than one has; 0 leaves it. */
export function heightOf({ ySplit, columns }: Plot): number {
  return ySplit === 'panels' ? TITLE + BELOW + PANEL * columns.length : 0;
}

/** The library's grids and axes of a plot that has them. */
export function axesOf(plot: Plot, theme: ChartTheme, utc: boolean): object {
  const { ySplit, columns, yTitle } = plot;
  const top = (plot.title === '' ? 8 : 8 + TITLE) + AXIS_NAME;
  const whole = { left: 8, right: RIGHT, top, bottom: BELOW, containLabel: true };
  const x = xAxis(plot, theme, utc);
  if (plot.kind === 'barchart')
    return {
      grid: whole,
      xAxis: { ...yAxis(plot, yTitle, theme), nameLocation: 'middle', nameGap: 26 },
      yAxis: {
        ...x,
        inverse: true,
        axisLine: { onZero: false, lineStyle: { color: theme.line } },
        nameLocation: 'start',
        nameGap: 12,
        nameTextStyle: { color: theme.faint, align: 'right' },
      },
    };
  if (ySplit === 'panels')
    return {
      grid: columns.map((_, index) => ({
        ...whole,
        bottom: undefined,
        top: top + index * PANEL,
        height: PANEL - AXIS_NAME - 12,
      })),
      xAxis: columns.map((_, gridIndex) => ({
        ...x,
        gridIndex,
        ...(gridIndex < columns.length - 1 && { name: '', axisLabel: { show: false } }),
      })),
      yAxis: columns.map((name, gridIndex) => ({ ...yAxis(plot, name, theme), gridIndex })),
    };
  if (ySplit === 'axes')
    return {
      grid: { ...whole, right: RIGHT + BESIDE * Math.floor((columns.length - 1) / 2) },
      xAxis: x,
      yAxis: columns.map((name, index) => ({
        ...yAxis(plot, name, theme),
        position: index === 0 ? 'left' : 'right',
        offset: index === 0 ? 0 : BESIDE * (index - 1),
        nameTextStyle: { color: theme.faint, align: index === 0 ? 'left' : 'right' },
        axisLine: { show: true, lineStyle: { color: theme.line } },
        ...(index > 0 && { splitLine: { show: false } }),
      })),
    };
  return { grid: whole, xAxis: x, yAxis: yAxis(plot, yTitle, theme) };
}

function xAxis(plot: Plot, theme: ChartTheme, utc: boolean): object {
  const { x, xTitle, xLog } = plot;
  return {
    type: x === 'time' ? 'time' : x === 'category' ? 'category' : xLog ? 'log' : 'value',
    scale: true,
    ...(x === 'category' && { data: categoryLabels(plot, utc) }),
    name: label(xTitle),
    nameLocation: 'middle',
    nameGap: 24,
    nameTextStyle: { color: theme.faint },
    axisLabel: {
      color: theme.faint,
      hideOverlap: true,
      ...(x === 'time' && { formatter: { year: '{yyyy}', month: '{MMM} {yyyy}', day: '{d} {MMM}' } }),
    },
    axisLine: { lineStyle: { color: theme.line } },
    splitLine: { show: false },
  };
}

function yAxis({ yMin, yMax, yLog, stack }: Plot, name: string, theme: ChartTheme): object {
  return {
    type: yLog ? 'log' : 'value',
    name: label(name),
    nameGap: 10,
    nameTextStyle: { color: theme.faint, align: 'left' },
    ...(yMin !== undefined && { min: yMin }),
    ...(yMax === undefined ? (stack === 'stacked100' ? { max: 100 } : {}) : { max: yMax }),
    axisLabel: { color: theme.faint },
    axisLine: { onZero: false, lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line, opacity: 0.6 } },
  };
}

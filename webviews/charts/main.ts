import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  TitleComponent,
  TooltipComponent,
  LegendComponent,
} from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { isRecord } from '../../src/base/guards.ts';
import type { AnswerColumn, Cell, Visualization } from '../../src/domain/answer.ts';
import type { ResultsZone } from '../../src/protocol/results.ts';
import { visible } from '../../src/base/visible.ts';
import { element } from '../results/dom.ts';
import { heightOf } from './axes.ts';
import { legendOf } from './legend.ts';
import { optionOf } from './option.ts';
import { isChartKind, type Plot, plotOf } from './plot.ts';
import { readTheme } from './theme.ts';
import { placeText } from './words.ts';

use([
  LineChart,
  BarChart,
  PieChart,
  ScatterChart,
  GridComponent,
  TitleComponent,
  TooltipComponent,
  LegendComponent,
  DataZoomComponent,
  AriaComponent,
  CanvasRenderer,
]);

export interface DrawnChart {
  readonly root: HTMLElement;
  setZone(zone: ResultsZone): void;
  dispose(): void;
}

/** Draws an answer as `render` asks; a string says why it cannot be drawn. */
export function drawChart(
  { kind, properties }: Visualization,
  columns: readonly AnswerColumn[],
  rows: readonly (readonly Cell[])[],
  zone: ResultsZone,
): DrawnChart | string {
  if (!isChartKind(kind)) return `There is no chart of the kind "${kind}"`;
  const plot = plotOf(kind, properties, columns, rows);
  return typeof plot === 'string' ? plot : show(plot, zone);
}

function show(plot: Plot, firstZone: ResultsZone): DrawnChart {
  let zone = firstZone;
  const root = element('div', 'azr-chart');
  const canvas = element('div', 'azr-canvas', '', {
    tabindex: '0',
    role: 'img',
    'aria-label': describe(plot),
    title: 'Arrow keys go from point to point, + and - zoom, 0 shows all; Ctrl and the wheel zoom too',
  });
  const height = heightOf(plot);
  if (height > 0) canvas.style.height = `${height}px`;
  const said = element('div', 'azr-said', '', { 'aria-live': 'polite' });
  root.append(canvas, said);
  const chart = init(canvas, undefined, { renderer: 'canvas', width: 800, height: 320 });
  const legend = legendOf(plot, (name, isOn) => {
    chart.dispatchAction({ type: isOn ? 'legendSelect' : 'legendUnSelect', name });
  });
  if (legend) root.append(legend.root);
  let isPainted = false;
  const paint = (): void => {
    const colours = readTheme();
    const window = isPainted ? windowOf(chart) : undefined;
    isPainted = true;
    chart.setOption(optionOf(plot, colours, zone === 'utc', chart.getWidth()), { notMerge: true });
    for (const name of legend?.off ?? []) chart.dispatchAction({ type: 'legendUnSelect', name });
    if (window) chart.dispatchAction({ type: 'dataZoom', ...window });
    legend?.paint(colours);
  };
  const resize = new ResizeObserver(() => {
    if (canvas.clientWidth === 0) return;
    chart.resize({ width: canvas.clientWidth, height: canvas.clientHeight });
    // How much a label says depends on the room beside the pie.
    if (plot.kind === 'piechart') paint();
  });
  resize.observe(canvas);
  // The theme is the class and the variables of the page's root.
  const theme = new MutationObserver(paint);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  paint();
  walkByKeys(canvas, plot, chart, (at) => {
    said.textContent = sayPoint(plot, at, zone);
  });
  return {
    root,
    setZone: (next) => {
      zone = next;
      paint();
    },
    dispose: () => {
      resize.disconnect();
      theme.disconnect();
      chart.dispose();
    },
  };
}

/** The part that is zoomed to, in per cent; undefined where nothing can be zoomed. */
function windowOf(chart: EChartsType): { readonly start: number; readonly end: number } | undefined {
  const option: Readonly<Record<string, unknown>> = { ...chart.getOption() };
  const zooms = option['dataZoom'];
  const zoom: unknown = Array.isArray(zooms) ? zooms[0] : undefined;
  if (!isRecord(zoom)) return undefined;
  const { start, end } = zoom;
  return typeof start === 'number' && typeof end === 'number' ? { start, end } : undefined;
}

/** From point to point, nearer and farther. */
function walkByKeys(
  canvas: HTMLElement,
  plot: Plot,
  chart: EChartsType,
  onPoint: (at: number) => void,
): void {
  const last = (plot.series[0]?.points.length ?? 0) - 1;
  let at = -1;
  let [from, to] = [0, 100];
  canvas.addEventListener('keydown', (event) => {
    const { key } = event;
    const target = { ArrowRight: Math.min(last, at + 1), ArrowLeft: Math.max(0, at - 1), Home: 0, End: last }[
      key
    ];
    const part = (to - from) / 4;
    const window = { '+': [from + part, to - part], '-': [from - part, to + part], '0': [0, 100] }[key];
    if (target === undefined && window === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (window) {
      [from, to] = [Math.max(0, window[0] ?? 0), Math.min(100, window[1] ?? 100)];
      chart.dispatchAction({ type: 'dataZoom', start: from, end: to });
    } else {
      at = target ?? at;
      chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: at });
      onPoint(at);
    }
  });
}

function describe({ kind, title, series, xTitle, yTitle }: Plot): string {
  const points = series.reduce((sum, each) => sum + each.points.length, 0);
  return `${title || kind}: ${series.length} series, ${points} points; ${yTitle || 'values'} by ${xTitle}`;
}

function sayPoint(plot: Plot, index: number, zone: ResultsZone): string {
  const values = plot.series.slice(0, 5).flatMap(({ name, points }) => {
    const point = points[index];
    return point ? [`${visible(name)} ${point[1] ?? 'no value'}`] : [];
  });
  return `${placeText(plot, plot.series[0]?.points[index]?.[0], zone === 'utc')}: ${values.join(', ')}`;
}

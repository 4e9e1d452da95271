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
import type { AnswerColumn, Cell, Visualization } from '../../src/domain/answer.ts';
import type { ResultsZone } from '../../src/protocol/results.ts';
import { visible } from '../results/cellText.ts';
import { element } from '../results/dom.ts';
import { optionOf, placeText } from './option.ts';
import { isChartKind, type Plot, plotOf } from './plot.ts';
import { readTheme } from './theme.ts';

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

/** More would be buttons without end; the chart still has all of them. */
const MAX_LEGEND = 40;

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
  const said = element('div', 'azr-said', '', { 'aria-live': 'polite' });
  root.append(canvas, said);
  const chart = init(canvas, undefined, { renderer: 'canvas', width: 800, height: 320 });
  const paint = (): void => chart.setOption(optionOf(plot, readTheme(), zone === 'utc'), { notMerge: true });
  const resize = new ResizeObserver(() => {
    if (canvas.clientWidth > 0) chart.resize({ width: canvas.clientWidth, height: canvas.clientHeight });
  });
  resize.observe(canvas);
  // The theme is the class and the variables of the page's root.
  const theme = new MutationObserver(paint);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  paint();
  const names = plot.kind === 'piechart' ? plot.categories : plot.series.map(({ name }) => name);
  if (plot.legend && names.length > 1)
    root.append(
      legend(names, (name) => {
        chart.dispatchAction({ type: 'legendToggleSelect', name });
      }),
    );
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

/** Buttons, so that the keyboard and a screen reader have them too. */
function legend(names: readonly string[], toggle: (name: string) => void): HTMLElement {
  const { series } = readTheme();
  const box = element('div', 'azr-legend', '', { role: 'group', 'aria-label': 'Series' });
  names.slice(0, MAX_LEGEND).forEach((name, index) => {
    const button = element('button', 'azr-series', '', {
      type: 'button',
      'aria-pressed': 'true',
      title: visible(name),
    });
    const swatch = element('span', 'azr-swatch');
    swatch.style.background = series[index % series.length] ?? '';
    button.append(swatch, visible(name).slice(0, 60));
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      toggle(name);
    });
    box.append(button);
  });
  if (names.length > MAX_LEGEND) box.append(` and ${names.length - MAX_LEGEND} more`);
  return box;
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

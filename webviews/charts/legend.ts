import { visible } from '../../src/base/visible.ts';
import { element } from '../results/dom.ts';
import type { Plot } from './plot.ts';
import { dashOf, symbolOf } from './symbols.ts';
import type { ChartTheme } from './theme.ts';

/** More would be buttons without end; the chart still has all of them. */
const MAX_LEGEND = 40;
const SVG = 'http://www.w3.org/2000/svg';

export interface Legend {
  readonly root: HTMLElement;
  /** Names of the series that are switched off. */
  readonly off: ReadonlySet<string>;
  paint(theme: ChartTheme): void;
}

/** Buttons, so that the keyboard and a screen reader have them too; none where there is one series. */
export function legendOf(plot: Plot, turn: (name: string, isOn: boolean) => void): Legend | undefined {
  const names = plot.kind === 'piechart' ? plot.categories : plot.series.map(({ name }) => name);
  if (!plot.legend || names.length < 2) return undefined;
  const box = element('div', 'azr-legend', '', { role: 'group', 'aria-label': 'Series' });
  const off = new Set<string>();
  const holders = names.slice(0, MAX_LEGEND).map((name) => {
    const holder = element('span', '');
    const button = element('button', 'azr-series', '', {
      type: 'button',
      'aria-pressed': 'true',
      title: visible(name),
    });
    button.append(holder, visible(name).slice(0, 60));
    button.addEventListener('click', () => {
      const isOn = off.delete(name);
      if (!isOn) off.add(name);
      button.setAttribute('aria-pressed', String(isOn));
      turn(name, isOn);
    });
    box.append(button);
    return holder;
  });
  if (names.length > MAX_LEGEND) box.append(` and ${names.length - MAX_LEGEND} more`);
  return {
    root: box,
    off,
    paint: ({ series }) => {
      holders.forEach((holder, index) => {
        holder.replaceChildren(swatch(plot, index, series[index % series.length] ?? ''));
      });
    },
  };
}

/** The mark of a series as the chart draws it: the line with its dashes and symbol, or the filled shape. */
function swatch({ kind }: Plot, index: number, colour: string): SVGElement {
  const isFilled = kind === 'columnchart' || kind === 'barchart' || kind === 'piechart';
  const hasLine = !isFilled && kind !== 'scatterchart';
  const width = hasLine ? 56 : 24;
  const svg = svgElement('svg', {
    class: 'azr-swatch',
    viewBox: `0 0 ${width} 24`,
    width: String(width / 2),
    height: '12',
    'aria-hidden': 'true',
  });
  if (hasLine)
    svg.append(
      svgElement('line', {
        ...{ x1: '0', y1: '12', x2: String(width), y2: '12' },
        stroke: colour,
        'stroke-width': '4',
        'stroke-dasharray': { solid: 'none', dashed: '10 6', dotted: '4 4' }[dashOf(index)],
      }),
    );
  svg.append(
    svgElement('path', {
      d: isFilled ? 'M2 2h20v20H2z' : symbolOf(index),
      fill: colour,
      ...(hasLine && { transform: 'translate(19 3) scale(0.75)' }),
    }),
  );
  return svg;
}

function svgElement(name: 'svg' | 'line' | 'path', attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

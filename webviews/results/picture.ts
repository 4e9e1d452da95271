import { isRecord } from '../../src/base/guards.ts';
import type { Cell, Visualization } from '../../src/domain/answer.ts';
import type { ResultHead } from '../../src/domain/result.ts';
import type { ResultsZone } from '../../src/protocol/results.ts';
import type { drawChart, DrawnChart } from '../charts/main.ts';
import { counted } from '../../src/base/counts.ts';
import { visible } from '../../src/base/visible.ts';
import { cellText } from './cellText.ts';
import { element } from './dom.ts';
import type { Pages } from './pages.ts';

const MAX_ROWS = 20_000;
const PAGE = 5_000;

interface Charts {
  readonly drawChart: typeof drawChart;
}

/** What `render` asks for beside the rows: a chart, which is loaded when one is asked for, or a card. */
export class Picture {
  readonly root = element('div', 'azr-picture');
  /** False for `table` and for kinds that there are none of: the rows say it all. */
  readonly isDrawn: boolean;
  #zone: ResultsZone;
  #chart: DrawnChart | undefined;
  #isGone = false;

  constructor(head: ResultHead, visualization: Visualization, pages: Pages, zone: ResultsZone) {
    this.#zone = zone;
    this.isDrawn = visualization.kind !== 'table';
    if (!this.isDrawn) return;
    this.root.append(element('div', 'azr-none', 'Drawing…'));
    this.#draw(head, visualization, pages).catch((error: unknown) =>
      this.#say(`It could not be drawn: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  setZone(zone: ResultsZone): void {
    this.#zone = zone;
    this.#chart?.setZone(zone);
  }

  dispose(): void {
    this.#isGone = true;
    this.#chart?.dispose();
  }

  async #draw(head: ResultHead, visualization: Visualization, pages: Pages): Promise<void> {
    const columns = [...head.columns.keys()];
    if (visualization.kind === 'card') {
      const [row = []] = await pages.rows(0, 1, columns);
      this.root.replaceChildren(...title(visualization), card(head, row, this.#zone));
      return;
    }
    const { drawChart: draw } = await loadCharts();
    const count = Math.min(MAX_ROWS, head.statistics.rows);
    const rows = [];
    for (let from = 0; from < count; from += PAGE)
      rows.push(...(await pages.rows(from, Math.min(PAGE, count - from), columns)));
    if (this.#isGone) return;
    const chart = draw(visualization, head.columns, rows, this.#zone);
    if (typeof chart === 'string') {
      this.#say(`${chart}. The rows are below.`);
      return;
    }
    this.#chart = chart;
    this.root.replaceChildren(chart.root);
    if (count < head.statistics.rows)
      this.root.append(element('div', 'azr-none', `⚠ Drawn are the first ${counted(count, 'row')}.`));
  }

  #say(text: string): void {
    this.root.replaceChildren(element('div', 'azr-none', text));
  }
}

/** The bundle with the chart library lies beside this one. */
async function loadCharts(): Promise<Charts> {
  const loaded: unknown = await import(new URL('./charts.js', import.meta.url).href);
  if (!isCharts(loaded)) throw new Error('the chart library is missing');
  return loaded;
}

function isCharts(value: unknown): value is Charts {
  return isRecord(value) && typeof value['drawChart'] === 'function';
}

function title({ properties }: Visualization): HTMLElement[] {
  const text = properties['title'];
  return text === undefined ? [] : [element('h4', 'azr-card-title', visible(text))];
}

/** The first row's values, large. */
function card(head: ResultHead, row: readonly Cell[], zone: ResultsZone): HTMLElement {
  const box = element('dl', 'azr-card');
  head.columns.forEach((column, index) => {
    const item = element('div', '');
    item.append(
      element('dd', '', cellText(row[index] ?? null, column, zone)),
      element('dt', '', visible(column.name)),
    );
    box.append(item);
  });
  return box;
}

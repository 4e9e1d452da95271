import assert from 'node:assert/strict';
import type { AnswerColumn, Cell } from '../../../src/domain/answer.ts';
import { type ChartKind, type Plot, plotOf } from '../../../webviews/charts/plot.ts';

const columns: readonly AnswerColumn[] = [
  { name: 'user', type: 'string' },
  { name: 'time', type: 'datetime' },
  { name: 'n', type: 'long' },
  { name: 'm', type: 'real' },
];
const rows: readonly (readonly Cell[])[] = [
  ['a', '2026-03-01T02:00:00Z', 2, 0.5],
  ['a', '2026-03-01T01:00:00Z', 1, 1.5],
  ['b', '2026-03-01T01:00:00Z', 5, null],
];

function plotted(kind: ChartKind, properties: Record<string, string> = {}, of = columns, data = rows): Plot {
  const plot = plotOf(kind, properties, of, data);
  assert.ok(typeof plot !== 'string', String(plot));
  return plot;
}

describe('what render draws', () => {
  it('takes the time as x, the numbers as y, and the texts as series of a timechart', () => {
    const { x, series } = plotted('timechart');
    assert.equal(x, 'time');
    assert.deepEqual(
      series.map(({ name, points }) => [name, points.map(([, y]) => y)]),
      [
        ['a: n', [1, 2]],
        ['a: m', [1.5, 0.5]],
        ['b: n', [5]],
        ['b: m', [null]],
      ],
    );
  });

  it('honours the properties', () => {
    const plot = plotted('columnchart', {
      xcolumn: 'user',
      ycolumns: 'n',
      series: 'time',
      title: 'T',
      xtitle: 'X',
      ymin: '0',
      ymax: '10',
      yaxis: 'log',
      legend: 'hidden',
      kind: 'stacked100',
    });
    assert.deepEqual(plot.categories, ['a', 'b']);
    assert.equal(plot.series.length, 2);
    const { title, xTitle, yTitle, yMin, yMax, yLog, legend, stack } = plot;
    assert.deepEqual(
      [title, xTitle, yTitle, yMin, yMax, yLog, legend, stack],
      ['T', 'X', 'n', 0, 10, true, false, 'stacked100'],
    );
    assert.deepEqual(
      plotted('linechart', {
        xcolumn: 'time',
        ycolumns: 'n',
        series: 'user',
        accumulate: 'true',
      }).series[0]?.points.map(([, y]) => y),
      [1, 3],
    );
  });

  it('says what a pie cannot show', () => {
    const slices: readonly (readonly Cell[])[] = [
      ['a', '', -2, 0],
      ['b', '', 3, 0],
      ['c', '', null, 0],
    ];
    assert.equal(
      plotted('piechart', { ycolumns: 'n' }, columns, slices).note,
      '1 value below zero is not drawn',
    );
    assert.equal(plotted('columnchart', { ycolumns: 'n' }, columns, slices).note, '');
  });

  it('draws the lists of make-series, and marks anomalies', () => {
    const lists: readonly AnswerColumn[] = ['time', 'n', 'odd'].map((name) => ({ name, type: 'dynamic' }));
    const times = ['2026-03-01T00:00:00Z', '2026-03-01T01:00:00Z', '2026-03-01T02:00:00Z'];
    const { series } = plotted('anomalychart', { anomalycolumns: 'odd' }, lists, [
      [times, [1, 9, 1], [0, 1, 0]],
    ]);
    assert.equal(series.length, 1);
    assert.deepEqual(
      series[0]?.points.map(([, y]) => y),
      [1, 9, 1],
    );
    assert.deepEqual(series[0]?.marked, [[Date.parse(times[1] ?? ''), 9]]);
  });

  it('marks with each anomaly column the series of its own place', () => {
    const lists: readonly AnswerColumn[] = ['time', 'n', 'odd', 'score'].map((name) => ({
      name,
      type: 'dynamic',
    }));
    const { series } = plotted('anomalychart', { anomalycolumns: 'odd' }, lists, [
      [
        ['2026-03-01T00:00:00Z', '2026-03-01T01:00:00Z'],
        [1, 9],
        [0, 1],
        [0.1, 3.5],
      ],
    ]);
    assert.deepEqual(
      series.map(({ name, marked }) => [name, marked.length]),
      [
        ['n', 1],
        ['score', 0],
      ],
    );
  });

  it('stands bars over times and numbers in their order, and names in that of the rows', () => {
    const of = columns.slice(1, 3);
    const data = ['03', '01', '02'].map((day): readonly Cell[] => [`2026-03-${day}T00:00:00Z`, Number(day)]);
    const { categories, categoriesAreTimes, series } = plotted('columnchart', {}, of, data);
    assert.deepEqual(
      categories.map((name) => name.slice(8, 10)),
      ['01', '02', '03'],
    );
    assert.ok(categoriesAreTimes);
    assert.deepEqual(
      series[0]?.points.map(([, y]) => y),
      [1, 2, 3],
    );
    const names = plotted('barchart', { xcolumn: 'user', ycolumns: 'n', series: 'time' }, columns, [
      ['z', '2026-03-01T02:00:00Z', 2, 0],
      ['a', '2026-03-01T02:00:00Z', 1, 0],
    ]);
    assert.deepEqual(names.categories, ['z', 'a']);
  });

  it('stacks at each x what the series have there, and nothing where they have none', () => {
    const plot = plotted('areachart', { kind: 'stacked', xcolumn: 'time', ycolumns: 'n', series: 'user' });
    const hour = 3_600_000;
    const first = Date.parse('2026-03-01T01:00:00Z');
    assert.deepEqual(
      plot.series.map(({ name, points }) => [name, points]),
      [
        [
          'a',
          [
            [first, 1],
            [first + hour, 2],
          ],
        ],
        [
          'b',
          [
            [first, 5],
            [first + hour, 0],
          ],
        ],
      ],
    );
  });

  it('gives each y column an axis or a panel where it is asked to', () => {
    const { ySplit, columns: named, series } = plotted('timechart', { ysplit: 'panels' });
    assert.deepEqual([ySplit, named], ['panels', ['n', 'm']]);
    assert.deepEqual(
      series.map(({ name, column }) => [name, column]),
      [
        ['a: n', 0],
        ['a: m', 1],
        ['b: n', 0],
        ['b: m', 1],
      ],
    );
    assert.equal(plotted('timechart', { ysplit: 'axes', ycolumns: 'n' }).ySplit, 'none');
  });

  it('says why it cannot draw', () => {
    assert.equal(plotOf('timechart', {}, columns.slice(0, 1), [['a']]), 'timechart needs a column of times');
    assert.match(String(plotOf('piechart', {}, columns.slice(0, 1), [['a']])), /needs a column of numbers/);
  });

  it('draws every kind', () => {
    const kinds: readonly ChartKind[] = [
      'timechart',
      'linechart',
      'areachart',
      'stackedareachart',
      'columnchart',
      'barchart',
      'piechart',
      'scatterchart',
      'anomalychart',
    ];
    for (const kind of kinds) assert.ok(plotted(kind, {}).series.length > 0, kind);
  });
});

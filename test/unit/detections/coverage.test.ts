import assert from 'node:assert/strict';
import { coverageLayer, coverageOf, type CoveringRule } from '../../../src/detections/matrix/coverage.ts';
import { causesIn, deadCauses, fillOf, fillQuestion } from '../../../src/detections/matrix/fillRate.ts';

const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
const day = (n: number): string => `${DAYS[n] ?? ''}T00:00:00Z`;

function rule(name: string, techniques: readonly string[], more: Partial<CoveringRule> = {}): CoveringRule {
  return {
    path: `${name}.yaml`,
    name,
    severity: 'High',
    tables: [],
    techniques,
    dead: [],
    tested: true,
    ...more,
  };
}

describe('detections: coverage and dead rules', () => {
  it('finds the day since which a table is quiet', () => {
    const fill = fillOf('T', ['A'], DAYS, [
      [day(0), 5, 5],
      [day(1), 5, 5],
      [day(2), 1, 1],
    ]);
    assert.deepEqual(deadCauses(fill), [{ table: 'T', column: undefined, since: '2026-03-04' }]);
    assert.deepEqual(deadCauses(fillOf('T', [], DAYS, [])), [
      { table: 'T', column: undefined, since: undefined },
    ]);
  });

  it('finds the day since which a column is empty, days without rows left out', () => {
    const rows = [
      [day(0), 5, 5, 0],
      [day(2), 5, 0, 0],
      [day(3), 5, 0, 0],
      [day(5), 5, 0, 0],
    ];
    assert.deepEqual(deadCauses(fillOf('T', ['WentEmpty', 'AlwaysEmpty'], DAYS, rows)), [
      { table: 'T', column: 'WentEmpty', since: '2026-03-03' },
    ]);
    const weekend = [
      [day(0), 5, 5],
      [day(4), 5, 5],
      [day(5), 5, 0],
    ];
    assert.deepEqual(deadCauses(fillOf('T', ['A'], DAYS, weekend)), []);
  });

  it('asks a table once for all columns, and reads the answer for each rule', () => {
    const { query } = fillQuestion('T', ['A', 'O"dd']);
    assert.match(query, /^\['T'\] \| summarize n = count\(\), f0 = .*column_ifexists\("O\\"dd"/);
    const fills = {
      newest: '2026-03-06',
      answers: [
        { table: 'T', columns: ['A', 'B'], rows: DAYS.map((_, n) => [day(n), 5, n < 2 ? 5 : 0, 5]) },
        { table: 'Quiet', columns: [], rows: [[day(0), 1]] },
      ],
    };
    assert.deepEqual(causesIn(fills, ['T'], ['B']), []);
    assert.deepEqual(causesIn(fills, ['T', 'Quiet', 'None'], ['A']), [
      { table: 'T', column: 'A', since: '2026-03-03' },
      { table: 'Quiet', column: undefined, since: '2026-03-02' },
      { table: 'None', column: undefined, since: undefined },
    ]);
  });

  it('scores a technique by its best rule, and tells what was seen and is not covered', () => {
    const dead = [{ table: 'T', column: undefined, since: undefined }];
    const coverage = coverageOf(
      [
        rule('a', ['T1110']),
        rule('b', ['T1110', 'T1087'], { tested: undefined }),
        rule('c', ['T1485'], { dead }),
      ],
      ['T1485', 'T1530', 'T1110'],
      '19.0',
    );
    assert.deepEqual(
      coverage.techniques.map(({ id, score, seen }) => [id, score, seen]),
      [
        ['T1087', 50, false],
        ['T1110', 100, true],
        ['T1485', 0, true],
        ['T1530', 0, true],
      ],
    );
    assert.deepEqual(coverage.gaps, ['T1485', 'T1530']);
    const layer = coverageLayer(coverage, 'Rules');
    assert.deepEqual(layer['versions'], { layer: '4.5', navigator: '5.1.0', attack: '19' });
    assert.deepEqual(layer['layout'], { layout: 'side', expandedSubtechniques: 'annotated' });
  });
});

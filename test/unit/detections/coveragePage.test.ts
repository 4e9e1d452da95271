import assert from 'node:assert/strict';
import { type CoverageView, parseFromCoverage, parseToCoverage } from '../../../src/protocol/coverage.ts';
import { cellSentence, matrixOf } from '../../../webviews/coverage/model.ts';

const technique = (
  id: string,
  tactics: readonly string[],
  more: { parent?: string; seen?: boolean } = {},
): CoverageView['techniques'][number] => ({
  id,
  name: `Name of ${id}`,
  tactics,
  parent: more.parent ?? null,
  seen: more.seen ?? false,
});
const rule = (
  path: string,
  covers: readonly string[],
  more: Partial<CoverageView['rules'][number]> = {},
): CoverageView['rules'][number] => ({
  path,
  name: path,
  severity: 'High',
  tables: ['SigninLogs'],
  covers,
  score: 100,
  why: 'its tests pass',
  ...more,
});

const VIEW: CoverageView = {
  where: 'the case',
  attackVersion: '19.0',
  notice: 'MITRE',
  tactics: [
    { shortname: 'initial-access', name: 'Initial Access' },
    { shortname: 'persistence', name: 'Persistence' },
    { shortname: 'impact', name: 'Impact' },
  ],
  techniques: [
    technique('T1078', ['initial-access', 'persistence']),
    technique('T1078.004', ['initial-access', 'persistence'], { parent: 'T1078', seen: true }),
    technique('T1485', ['impact'], { seen: true }),
    technique('T1486', ['impact']),
  ],
  rules: [
    rule('a', ['T1078.004']),
    rule('b', ['T1485'], { score: 0, tables: ['AzureActivity'], severity: 'Low' }),
  ],
  events: [{ id: 'e1', title: '<b>x', time: '', rules: null }],
  hasCase: true,
};
const ALL = { severity: '', table: '', shown: 'relevant' } as const;
const shown = (filter: Parameters<typeof matrixOf>[1]): object =>
  Object.fromEntries(
    matrixOf(VIEW, filter).columns.map(({ shortname, cells }) => [
      shortname,
      cells.map(({ technique: { id }, score, isGap }) => `${id} ${score ?? '-'}${isGap ? ' gap' : ''}`),
    ]),
  );

describe('detections: the coverage page', () => {
  it('puts sub-techniques behind their technique, and a technique without data among the gaps', () => {
    assert.deepEqual(shown(ALL), {
      'initial-access': ['T1078 -', 'T1078.004 100'],
      persistence: ['T1078 -', 'T1078.004 100'],
      impact: ['T1485 0 gap'],
    });
    assert.equal(matrixOf(VIEW, ALL).covered, 1);
  });

  it('counts only the rules that the filter leaves', () => {
    assert.deepEqual(shown({ ...ALL, table: 'AzureActivity', shown: 'gaps' }), {
      'initial-access': ['T1078 -', 'T1078.004 - gap'],
      persistence: ['T1078 -', 'T1078.004 - gap'],
      impact: ['T1485 0 gap'],
    });
    assert.deepEqual(shown({ ...ALL, severity: 'High', shown: 'all' }), {
      'initial-access': ['T1078 -', 'T1078.004 100'],
      persistence: ['T1078 -', 'T1078.004 100'],
      impact: ['T1485 - gap', 'T1486 -'],
    });
  });

  it('says of a cell in words what colour and shape say', () => {
    const cells = matrixOf(VIEW, ALL).columns.flatMap((column) => column.cells);
    assert.deepEqual(
      [...new Set(cells.map(cellSentence))],
      [
        'T1078 Name of T1078: no rule',
        'T1078.004 Name of T1078.004: 1 rule, data arrives and tests pass; seen in the timeline',
        'T1485 Name of T1485: 1 rule, its data does not arrive; seen in the timeline and not covered',
      ],
    );
  });

  it('takes the messages of its protocol and no others', () => {
    assert.deepEqual(parseToCoverage({ type: 'coverage', view: VIEW }), { type: 'coverage', view: VIEW });
    assert.equal(parseToCoverage({ type: 'coverage', view: { ...VIEW, rules: [{ path: 1 }] } }), undefined);
    assert.deepEqual(parseFromCoverage({ type: 'openRule', path: 'a' }), { type: 'openRule', path: 'a' });
    for (const wrong of [null, {}, { type: 'openRule' }, { type: 'export', rules: 'a' }, { type: 'eval' }])
      assert.equal(parseFromCoverage(wrong), undefined);
  });
});

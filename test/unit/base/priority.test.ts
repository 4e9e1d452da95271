import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_RULES, explained, NO_FACTS, priorityOf } from '../../../src/domain/priority.ts';

describe('priority of an incident', () => {
  const vm = { name: 'vm-pay-1', tags: { Criticality: 'High', data: 'confidential', regulation: 'pci-dss' } };

  it('is its severity where nothing else is known', () => {
    const scores = (['high', 'medium', 'low', 'informational'] as const).map(
      (severity) => priorityOf(severity, NO_FACTS, DEFAULT_RULES).score,
    );
    assert.deepEqual(scores, [24, 12, 5, 2]);
  });

  it('is raised by what it touches, and says by what', () => {
    const intelligence = [{ value: '203.0.113.7', confidence: 90 }];
    const found = priorityOf(
      'medium',
      { ...NO_FACTS, resources: [vm], labels: ['Secret'], intelligence },
      DEFAULT_RULES,
    );
    assert.equal(found.score, Math.round(12 * 1.6 * 1.5 * 1.3 * 1.9));
    assert.deepEqual(explained(found), [
      'Priority 71 of 100',
      '12: severity is medium',
      '× 1.6: vm-pay-1 has Criticality=High',
      '× 1.5: an entity carries the label Secret',
      '× 1.3: vm-pay-1 has regulation=pci-dss',
      '× 1.9: 203.0.113.7 is in threat intelligence with confidence 90',
    ]);
  });

  it('knows a company’s own tags and values', () => {
    const rules = { ...DEFAULT_RULES, criticality: { tags: ['tier'], values: { gold: 3 }, other: 1 } };
    const resources = [{ name: 'a', tags: { TIER: ' Gold ', criticality: 'high' } }];
    assert.equal(priorityOf('low', { ...NO_FACTS, resources }, rules).score, 15);
  });

  it('never falls by more facts of the raising kind, and stays within 0 to 100', () => {
    const tags = fc.dictionary(fc.constantFrom('criticality', 'data', 'regulation', 'x'), fc.string());
    fc.assert(
      fc.property(fc.array(tags, { maxLength: 6 }), fc.integer({ min: -50, max: 500 }), (all, confidence) => {
        const resources = all.map((each, i) => ({ name: `r${i}`, tags: each }));
        const facts = { ...NO_FACTS, resources };
        const more = { ...facts, intelligence: [{ value: 'v', confidence }] };
        const [a, b] = [facts, more].map((each) => priorityOf('medium', each, DEFAULT_RULES).score);
        assert.ok(a! <= b! && b! <= 100 && a! >= 0);
      }),
    );
  });
});

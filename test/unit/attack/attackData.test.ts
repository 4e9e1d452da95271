import assert from 'node:assert/strict';
import {
  ATTACK_VERSIONS,
  attackLabels,
  NEWEST_ATTACK_VERSION,
  tactics,
  technique,
  techniques,
} from '../../../src/attack/data/attackData.ts';
import { translateTactic, translateTechnique } from '../../../src/attack/data/translate.ts';

describe('ATT&CK data', () => {
  it('holds seven Enterprise versions, each with its own tactics in matrix order', () => {
    assert.deepEqual(ATTACK_VERSIONS, ['13.1', '14.1', '15.1', '16.1', '17.1', '18.1', '19.0']);
    assert.equal(NEWEST_ATTACK_VERSION, '19.0');
    assert.equal(tactics('18.1').length, 14);
    const newest = tactics('19.0').map((tactic) => tactic.shortname);
    assert.deepEqual(newest.slice(0, 4), [
      'reconnaissance',
      'resource-development',
      'initial-access',
      'execution',
    ]);
    assert.deepEqual(newest.slice(6, 8), ['stealth', 'defense-impairment']);
    assert.equal(newest.at(-1), 'impact');
    assert.deepEqual(tactics('12.0'), []);
  });

  it('counts what each version publishes', () => {
    const counts = (version: string): number[] => {
      const all = [...techniques(version).values()];
      const active = all.filter((t) => t.revokedBy === null && !t.deprecated);
      return [active.filter((t) => t.parent === null).length, active.filter((t) => t.parent !== null).length];
    };
    assert.deepEqual(counts('13.1'), [196, 411]);
    assert.deepEqual(counts('18.1'), [216, 475]);
    assert.deepEqual(counts('19.0'), [222, 475]);
  });

  it('says what a version says of a technique, not what a later one does', () => {
    assert.deepEqual(technique('T1562.008', '13.1'), {
      id: 'T1562.008',
      name: 'Disable Cloud Logs',
      tactics: ['defense-evasion'],
      parent: 'T1562',
      deprecated: false,
      revokedBy: null,
    });
    assert.equal(technique('T1562.008', '19.0')?.revokedBy, 'T1685.002');
    assert.equal(technique('T1685', '18.1'), undefined);
    assert.equal(technique('T1685', '20.0'), undefined);
  });

  it('labels a picture and carries the notice of MITRE', () => {
    const labels = attackLabels('19.0', ['T1110.003', 'T9999']);
    assert.deepEqual(labels.techniques, {
      'T1110.003': { name: 'Password Spraying', tactics: ['credential-access'] },
    });
    assert.match(labels.notice, /The MITRE Corporation/);
    assert.equal(labels.tactics.length, 15);
  });
});

describe('translation between ATT&CK versions', () => {
  it('keeps an id that both versions have', () => {
    const found = translateTechnique('T1110.003', '13.1', '19.0');
    assert.deepEqual(found, { kind: 'one', id: 'T1110.003', exact: true, reason: 'same id' });
  });

  it('walks revoked-by forwards, over more than one step', () => {
    const cloudLogs = translateTechnique('T1562.008', '18.1', '19.0');
    assert.equal(cloudLogs.kind === 'one' && cloudLogs.id, 'T1685.002');
    const twoSteps = translateTechnique('T1073', '13.1', '19.0');
    assert.equal(twoSteps.kind === 'one' && twoSteps.id, 'T1574.001');
    assert.match(twoSteps.reason, /T1073 → T1574\.002 → T1574\.001/);
  });

  it('gives several backwards where the newer version merged', () => {
    const tools = translateTechnique('T1685', '19.0', '18.1');
    assert.deepEqual(tools.kind === 'several' && [...tools.ids].sort(), ['T1562', 'T1562.001', 'T1562.006']);
    const dll = translateTechnique('T1574.001', '17.1', '16.1');
    assert.deepEqual(dll.kind === 'several' && dll.ids, ['T1574.001', 'T1574.002']);
  });

  it('gives one backwards where exactly one was revoked in favour of it', () => {
    const found = translateTechnique('T1686.001', '19.0', '18.1');
    assert.equal(found.kind === 'one' && found.id, 'T1562.007');
  });

  it('falls back to the parent and says that this is not exact', () => {
    const child = [...techniques('19.0').values()].find(
      (t) =>
        t.parent !== null && !technique(t.id, '13.1') && technique(t.parent, '13.1') && t.id === 'T1485.001',
    );
    assert.ok(child);
    const found = translateTechnique(child.id, '19.0', '13.1');
    assert.deepEqual(found.kind === 'one' && [found.id, found.exact], ['T1485', false]);
  });

  it('gives none with a reason for deprecated, unknown and later ids', () => {
    assert.match(translateTechnique('T1026', '13.1', '19.0').reason, /deprecated T1026/);
    assert.match(translateTechnique('T9999', '13.1', '19.0').reason, /has no T9999/);
    const later = translateTechnique('T1671', '19.0', '13.1');
    assert.equal(later.kind, 'none');
  });

  it('never names an id that the target has revoked, deprecated or never had', () => {
    for (const [from, to] of [
      ['13.1', '19.0'],
      ['19.0', '13.1'],
      ['18.1', '19.0'],
      ['19.0', '18.1'],
      ['16.1', '17.1'],
      ['17.1', '16.1'],
    ] as const) {
      for (const id of techniques(from).keys()) {
        const found = translateTechnique(id, from, to);
        const ids = found.kind === 'one' ? [found.id] : found.kind === 'several' ? found.ids : [];
        for (const named of ids) {
          const target = technique(named, to);
          assert.ok(
            target && target.revokedBy === null && !target.deprecated,
            `${id} ${from} → ${to}: ${named}`,
          );
        }
        assert.notEqual(found.reason, '');
      }
    }
  });

  it('splits Defense Evasion by the technique, and says several without one', () => {
    const open = translateTactic('defense-evasion', '18.1', '19.0');
    assert.deepEqual(open.kind === 'several' && open.ids, ['stealth', 'defense-impairment']);
    const logs = translateTactic('defense-evasion', '18.1', '19.0', technique('T1685.002', '19.0'));
    assert.equal(logs.kind === 'one' && logs.id, 'defense-impairment');
    const moved = translateTactic('defense-evasion', '18.1', '19.0', technique('T1550.001', '19.0'));
    assert.equal(moved.kind, 'none');
    const back = translateTactic('defense-impairment', '19.0', '13.1');
    assert.equal(back.kind === 'one' && back.id, 'defense-evasion');
    assert.equal(translateTactic('impact', '13.1', '19.0').kind, 'one');
    assert.equal(translateTactic('cookery', '13.1', '19.0').kind, 'none');
  });
});

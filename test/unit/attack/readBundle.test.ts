import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAttackVersion, tactics, technique } from '../../../src/attack/data/attackData.ts';
import { readAttackBundle } from '../../../src/attack/data/readBundle.ts';
import { readBundleFile } from '../../../src/attack/data/readBundleFile.ts';
import { translateTechnique } from '../../../src/attack/data/translate.ts';
import { external, oddBundle, pattern, revokedBy, tactic } from './bundles.ts';

/** A release to come, in which some of what 19.0 has is gone, merged or new. */
function bundle(version = '99.1', more: readonly object[] = []): object {
  return {
    type: 'bundle',
    objects: [
      { type: 'x-mitre-collection', name: 'Enterprise ATT&CK', x_mitre_version: version },
      {
        type: 'x-mitre-matrix',
        tactic_refs: ['x-mitre-tactic--TA0001', 'x-mitre-tactic--TA0040'],
        ...external('enterprise-attack'),
      },
      tactic('TA0040', 'impact'),
      tactic('TA0001', 'initial-access'),
      pattern('T1490'),
      pattern('T1485', { more: { revoked: true } }),
      pattern('T1561', { more: { revoked: true } }),
      revokedBy('T1485', 'T9001'),
      revokedBy('T1561', 'T9001'),
      pattern('T9001', { name: ' Everything\nLost\u202e ' }),
      pattern('T9001.001'),
      pattern('T1489', { more: { x_mitre_deprecated: true } }),
      pattern('T0801', { more: { x_mitre_domains: ['ics-attack'] } }),
      ...more,
    ],
  };
}

describe('a bundle of ATT&CK that a person loads', () => {
  it('is read with its tactics in the order of the matrix, techniques of Enterprise alone, names in one line', () => {
    const read = readAttackBundle(bundle());
    assert.equal(read.version, '99.1');
    assert.deepEqual(
      read.tactics.map(({ shortname }) => shortname),
      ['initial-access', 'impact'],
    );
    assert.deepEqual(
      read.techniques.map(({ id }) => id),
      ['T1485', 'T1489', 'T1490', 'T1561', 'T9001', 'T9001.001'],
    );
    assert.deepEqual(read.techniques[4], {
      id: 'T9001',
      name: 'Everything Lost',
      tactics: ['impact'],
      parent: null,
      deprecated: false,
      revokedBy: null,
    });
  });

  it('is translated to and from by its revoked-by relations, with none and several where that is so', () => {
    addAttackVersion(readAttackBundle(bundle()));
    assert.deepEqual(
      tactics('99.1').map(({ id }) => id),
      ['TA0001', 'TA0040'],
    );
    assert.equal(technique('T1485', '99.1')?.revokedBy, 'T9001');
    assert.deepEqual(translateTechnique('T1490', '19.0', '99.1'), {
      kind: 'one',
      id: 'T1490',
      exact: true,
      reason: 'same id',
    });
    const newer = translateTechnique('T1485', '19.0', '99.1');
    assert.ok(newer.kind === 'one' && newer.id === 'T9001', JSON.stringify(newer));
    const older = translateTechnique('T9001', '99.1', '19.0');
    assert.ok(older.kind === 'several', JSON.stringify(older));
    assert.deepEqual([...older.ids].sort(), ['T1485', 'T1561']);
    assert.equal(translateTechnique('T1489', '19.0', '99.1').kind, 'none');
    assert.deepEqual(translateTechnique('T1110', '19.0', '99.1'), {
      kind: 'none',
      reason: '99.1 no longer has T1110',
    });
    assert.equal(translateTechnique('T9001.001', '99.1', '19.0').kind, 'none');
  });

  it('is refused where it is none', () => {
    const none: readonly unknown[] = [
      null,
      [],
      { type: 'bundle' },
      { type: 'bundle', objects: [1] },
      { type: 'bundle', objects: [] },
      bundle('soon'),
      bundle('../20.0'),
      {
        type: 'bundle',
        objects: [{ type: 'x-mitre-collection', name: 'Enterprise ATT&CK', x_mitre_version: '20.0' }],
      },
    ];
    for (const value of none)
      assert.throws(() => readAttackBundle(value), { code: 'attack.bad-bundle' }, JSON.stringify(value));
    const crowd = Array.from({ length: 6000 }, (_, i) => pattern(`T${1000 + i}.001`));
    assert.throws(() => readAttackBundle(bundle('20.0', crowd)), { code: 'attack.bad-bundle' });
  });

  it('comes from a file of a size that a bundle can have, and from nothing else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'azimuth-bundle-'));
    try {
      const file = join(folder, 'enterprise-attack.json');
      await writeFile(file, JSON.stringify(bundle()));
      assert.equal((await readBundleFile(file)).techniques.length, 6);
      await writeFile(file, '{"type": "bundle", ');
      await assert.rejects(readBundleFile(file), { code: 'attack.bad-bundle' });
      await truncate(file, 200 << 20);
      await assert.rejects(readBundleFile(file), { code: 'attack.bad-bundle', message: /200 MB/ });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('may be as big as a release and as odd as anything that is one', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(join(tmpdir(), 'azimuth-bundle-'));
    try {
      const file = join(folder, 'enterprise-attack.json');
      const made = oddBundle(40 << 20);
      await writeFile(file, `\ufeff${JSON.stringify(made.bundle)}`);
      assert.ok((await stat(file)).size > 40 << 20);
      const { version, tactics: matrix, techniques } = await readBundleFile(file);
      assert.equal(version, '98.0');
      assert.deepEqual(
        matrix.map(({ shortname }) => shortname),
        ['initial-access', 'impact'],
      );
      assert.deepEqual(
        techniques.map(({ id, revokedBy: by, deprecated, tactics: own }) => [id, by, deprecated, own]),
        made.wanted,
      );
      addAttackVersion({ version, tactics: matrix, techniques });
      // A ring of successors has no end that is active.
      assert.equal(translateTechnique('T8004', version, version).kind, 'none');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

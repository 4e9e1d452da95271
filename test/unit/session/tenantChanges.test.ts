import assert from 'node:assert/strict';
import type { TenantChange } from '../../../src/domain/tenant.ts';
import { defaultParts } from '../../../src/session/defaultParts.ts';
import { openCase } from '../../../src/session/openCase.ts';
import { smallCase, temporaryFolder } from '../../support/caseFixture.ts';

const assign = {
  title: 'Assign incident 7 to ana@example.com',
  target: '/subscriptions/s/incidents/7',
  before: { owner: '' },
  after: { owner: 'ana@example.com' },
};

describe('changes to a tenant in the journal', function () {
  this.timeout(60_000);

  /** What is said when a case is opened whose journal has these changes. */
  async function saidOf(
    context: Mocha.Context,
    changes: readonly TenantChange[],
  ): Promise<readonly string[]> {
    const { folder } = await smallCase(await temporaryFolder(context));
    const session = await openCase(folder, defaultParts);
    for (const change of changes) await session.recordChange(change);
    await session.close();
    const again = await openCase(folder, defaultParts);
    const { warnings } = await again.summary();
    await again.close();
    return warnings;
  }

  it('that were to be sent and have no answer are named at the next opening', async function () {
    const close = { ...assign, title: 'Close incident 8', target: '/subscriptions/s/incidents/8' };
    const [said, ...others] = await saidOf(this, [
      { ...assign, outcome: 'sending' },
      { ...assign, outcome: 'refused', reason: 'no permission' },
      { ...assign, outcome: 'sending' },
      { ...close, outcome: 'sending' },
      { ...close, outcome: 'applied' },
    ]);
    assert.match(said ?? '', /not known what became of "Assign incident 7 to ana@example.com"/);
    assert.deepEqual(others, []);
  });

  it('that have an answer are not', async function () {
    assert.deepEqual(
      await saidOf(this, [
        { ...assign, outcome: 'sending' },
        { ...assign, outcome: 'unknown' },
      ]),
      [],
    );
  });
});

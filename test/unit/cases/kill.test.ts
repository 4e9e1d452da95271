import { smallCase, temporaryFolder } from '../../support/caseFixture.ts';
import { killWriter } from '../../support/journalKills.ts';

describe('a writer that is killed', function () {
  this.timeout(60_000);
  if (process.platform === 'win32') return;

  it('loses no line that it acknowledged, at a dozen moments', async function () {
    const small = await smallCase(await temporaryFolder(this));
    for (let round = 0; round < 12; round++) await killWriter(small, round * 3.7);
  });
});

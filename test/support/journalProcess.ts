/** A process that appends to a case's journal until it is killed: `node journalProcess.ts FOLDER CASE_ID PERSON`. */
import { JournalWriter } from '../../src/cases/journalWriter.ts';
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import { person } from './caseFixture.ts';

const [folder = '', caseId = '', name = ''] = process.argv.slice(2);
const journal = await JournalWriter.open(new NodeStorage(folder), { ...person(name), caseId });
for (let n = 1; ; n++) {
  await journal.append('case.changed', { before: {}, after: { n, text: 'x'.repeat(n % 700) } });
  // What the parent has read was acknowledged before the kill.
  process.stdout.write(`${n}\n`);
}

/** A process that imports and kills itself at a numbered changing call: `node importProcess.ts CASE FILE CALL BYTES`. */
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import { openCaseFolder } from '../../src/session/caseFolder.ts';
import { defaultParts } from '../../src/session/defaultParts.ts';
import { importInto } from '../../src/session/importing.ts';
import { FaultyStorage } from './faultyStorage.ts';

const [copy = '', file = '', call = '', bytes = ''] = process.argv.slice(2);
const storage = new FaultyStorage(new NodeStorage(copy), {
  call: Number(call),
  errno: 'EIO',
  bytes: Number(bytes),
  die: true,
});
const folder = await openCaseFolder(copy, storage);
await importInto(folder, defaultParts, { paths: [file] }, () => undefined);
await folder.journal.close();

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/base/canonicalJson.ts';
import { AzimuthError } from '../../../src/base/errors.ts';
import { prettyJson } from '../../../src/base/prettyJson.ts';
import type { JsonValue } from '../../../src/base/json.ts';
import { caseFileText, readCaseFile } from '../../../src/cases/caseFile.ts';
import { decodeHead, decodeLine, encodeHead, encodeLine } from '../../../src/cases/journalLine.ts';
import { TimelineStore } from '../../../src/cases/timelineStore.ts';
import { parseJournalFile, writerBase } from '../../../src/cases/writerName.ts';
import type { CaseInfo } from '../../../src/domain/caseInfo.ts';
import { sampleEvent } from '../../support/caseFixture.ts';
import { MemoryStorage } from '../../support/memoryStorage.ts';

const RUNS = { numRuns: 500 };
const ZEROS = '0'.repeat(64);
const INFO: CaseInfo = {
  format: 1,
  id: 'c',
  title: 'a: b',
  severity: 'low',
  status: 'open',
  owner: 'ana',
  tenant: '',
  window: null,
  clock: null,
  incidents: ['1'],
};

/** Any bytes, and a sound text with a piece replaced by any bytes. */
function spoiled(sound: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(sound);
  const piece = fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each));
  const replaced = fc
    .tuple(
      fc.nat(bytes.length),
      fc.nat(20),
      fc.oneof(
        piece,
        fc.string().map((each) => Buffer.from(each)),
      ),
    )
    .map(([at, length, put]) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]));
  return fc.oneof(piece, replaced, replaced);
}

/** Takes whatever is wrong as long as it is said in our own words. */
async function inOurWords(promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof AzimuthError, String(error));
  }
}

describe('parsers of a case, on anything', function () {
  this.timeout(30_000);

  it('a journal line is what was written or nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.nat(), (kind, value, n) => {
        const data = { value: value as JsonValue };
        const line = { at: '2026-03-01T10:00:00.000Z', kind, n, prev: ZEROS, data };
        const decoded = decodeLine(Buffer.from(encodeLine(line).text));
        assert.ok(decoded.ok);
        assert.equal(canonicalJson({ ...decoded.line }), canonicalJson(line));
      }),
      RUNS,
    );
    const { text } = encodeLine({ at: 'x', kind: 'k', n: 1, prev: ZEROS, data: { a: 'ü' } });
    fc.assert(
      fc.property(spoiled(text), (bytes) => {
        assert.equal(decodeLine(bytes).ok, bytes.equals(Buffer.from(text)));
      }),
      RUNS,
    );
  });

  it('a head is what was written or nothing', () => {
    const text = encodeHead({ count: 12, hash: ZEROS });
    fc.assert(
      fc.property(spoiled(text), (bytes) => {
        const head = decodeHead(bytes);
        assert.equal(head && encodeHead(head), head && bytes.toString());
      }),
      RUNS,
    );
  });

  it('a case.yaml is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(spoiled(caseFileText(INFO)), (bytes) =>
        inOurWords(readCaseFile(new MemoryStorage(new Map([['case.yaml', bytes]])))),
      ),
      RUNS,
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (title) => {
        const storage = new MemoryStorage(
          new Map([['case.yaml', Buffer.from(caseFileText({ ...INFO, title }))]]),
        );
        assert.equal((await readCaseFile(storage)).title, title);
      }),
      RUNS,
    );
  });

  it('a timeline event is read or refused', async () => {
    const text = prettyJson(sampleEvent() as unknown as JsonValue);
    await fc.assert(
      fc.asyncProperty(spoiled(text), (bytes) =>
        inOurWords(new TimelineStore(new MemoryStorage(new Map([['timeline/e1.json', bytes]]))).readAll()),
      ),
      RUNS,
    );
  });

  it('a writer has a name that can be read back, whoever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (person, machine) => {
        const writer = writerBase(person, machine);
        assert.match(writer, /^[a-z0-9][a-z0-9._-]*@[a-z0-9][a-z0-9._-]*$/);
        assert.deepEqual(parseJournalFile(`${writer}-2.jsonl`), { kind: 'journal', writer: `${writer}-2` });
        assert.deepEqual(parseJournalFile(`${writer}.torn-3`), { kind: 'torn', writer, n: 3 });
      }),
      RUNS,
    );
  });
});

import type { Sha256 } from '../base/hash.ts';
import type { VerifyFinding } from '../domain/verifyReport.ts';
import { CarriageReturns } from './carriageReturns.ts';
import { readWhole } from './files.ts';
import {
  decodeHead,
  decodeLine,
  genesisHash,
  type JournalHead,
  type JournalLine,
  NEWLINE,
} from './journalLine.ts';
import type { Storage } from './storage.ts';
import { headPath, journalPath } from './writerName.ts';

/** Longer lines are damage: nothing that is written comes near. */
const MAX_LINE_BYTES = 64 << 20;
const MAX_HEAD_BYTES = 4096;

export interface JournalScan {
  readonly writer: string;
  /** Whether the journal file exists. */
  readonly exists: boolean;
  /** What the head file says; undefined where there is none or it is damaged. */
  readonly head: JournalHead | undefined;
  /** Complete lines and the hash that the last of them has. */
  readonly tip: JournalHead;
  /** Bytes up to the end of the last complete line. */
  readonly size: number;
  /** What follows the last newline: a line that a kill cut off. */
  readonly tail: Buffer;
  /** Hash of each line, by line number less one. */
  readonly hashes: readonly Sha256[];
  /** Damage; a torn last line and a head that lags by one line are none. */
  readonly problems: readonly VerifyFinding[];
}

/**
 * Reads one journal and recomputes its chain; with no `caseId` any beginning is taken.
 *
 * The head is written after its line is on the disk, and the next line only after the head. So an undamaged
 * journal has as many lines as its head says, or exactly one more (killed between the two); it never has fewer. A
 * complete line past the head that continues the chain is accepted, because only the writer's next step is
 * missing; fewer lines than the head says are a cut. For the same reason bytes after the last newline are a torn
 * line only where the lines before them are all that the head says.
 */
export async function scanJournal(
  storage: Storage,
  caseId: string | undefined,
  writer: string,
  onLine: (line: JournalLine) => void = () => undefined,
): Promise<JournalScan> {
  const file = journalPath(writer);
  const problems: VerifyFinding[] = [];
  const problem = (code: string, message: string, line?: number): void => {
    problems.push({ code, file, message, ...(line !== undefined && { line }) });
  };

  const exists = (await storage.stat(file)) !== undefined;
  const genesis = caseId === undefined ? undefined : genesisHash(caseId, writer);
  const hashes: Sha256[] = [];
  /** Hashes that the next line may point back at: what the line says of itself and what its text gives. */
  let accepted: readonly (Sha256 | undefined)[] = [genesis];
  let expected = 1;
  let size = 0;
  let tail: Buffer = Buffer.alloc(0);
  const returns = new CarriageReturns((at, message) => problem('journal.line-ends', message, at));

  for await (const piece of exists ? linesOf(storage, file) : []) {
    if (!piece.complete) {
      tail = piece.bytes;
      break;
    }
    size += piece.bytes.length + 1;
    const at = hashes.length + 1;
    const decoded = decodeLine(returns.without(piece.bytes, at));
    if (!decoded.ok) {
      problem('journal.line-changed', `The line was changed: ${decoded.reason}`, at);
      accepted = [decoded.hash, decoded.bodyHash];
      hashes.push(decoded.hash ?? decoded.bodyHash ?? '');
      expected += 1;
      continue;
    }
    const { line, hash } = decoded;
    if ((!(at === 1 && genesis === undefined) && !accepted.includes(line.prev)) || line.n !== expected)
      problem(
        'journal.chain-broken',
        `The line does not follow the one before it (it calls itself line ${line.n}): a line was removed, moved, repeated or put in`,
        at,
      );
    else onLine(line);
    accepted = [hash];
    expected = line.n + 1;
    hashes.push(hash);
  }
  returns.end();

  const head = await checkHead(storage, { writer, exists, hashes, genesis, tail }, problems);
  const tip = { count: hashes.length, hash: hashes.at(-1) ?? genesis ?? '' };
  return { writer, exists, head, tip, size, tail, hashes, problems };
}

interface HeadCheck {
  readonly writer: string;
  readonly exists: boolean;
  readonly hashes: readonly Sha256[];
  readonly genesis: Sha256 | undefined;
  readonly tail: Buffer;
}

async function checkHead(
  storage: Storage,
  { writer, exists, hashes, genesis, tail }: HeadCheck,
  problems: VerifyFinding[],
): Promise<JournalHead | undefined> {
  const file = headPath(writer);
  const problem = (code: string, message: string): void => {
    problems.push({ code, file, message });
  };
  const bytes = await readWhole(storage, file, MAX_HEAD_BYTES);
  if (!bytes) {
    if (exists) problem('journal.head-missing', `The head of ${journalPath(writer)} is missing`);
    return undefined;
  }
  const returns = new CarriageReturns((_, message) => problem('journal.line-ends', message));
  const text = Buffer.from(bytes);
  const lf = text.at(-1) === NEWLINE ? text.subarray(0, -1) : text;
  const head = decodeHead(Buffer.concat([returns.without(lf, 1), text.subarray(lf.length)]));
  returns.end();
  if (!head) {
    problem('journal.head-changed', 'The head was changed: it is not what a writer writes');
    return undefined;
  }
  const lines = hashes.length;
  if (lines < head.count)
    problems.push({
      code: 'journal.cut',
      file: journalPath(writer),
      line: lines + 1,
      message: `The journal ends after ${lines} of ${head.count} lines${tail.length > 0 ? ' and a part of one that was whole' : ''}`,
    });
  else if (head.hash !== (head.count === 0 ? (genesis ?? head.hash) : hashes[head.count - 1]))
    problem('journal.head-mismatch', `The head does not fit line ${head.count} of the journal`);
  else if (lines > head.count + 1)
    problem('journal.head-behind', `The head says ${head.count} lines where the journal has ${lines}`);
  return head;
}

interface Piece {
  readonly bytes: Buffer;
  /** False for what follows the last newline. */
  readonly complete: boolean;
}

/** Lines without their newline; memory is bounded by the longest line allowed. */
export async function* linesOf(storage: Storage, path: string): AsyncGenerator<Piece> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of storage.openRead(path)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      yield { bytes: Buffer.concat([...parts, chunk.subarray(start, end)]), complete: true };
      parts = [];
      held = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      parts.push(Buffer.from(chunk.subarray(start)));
      held += chunk.length - start;
    }
    if (held > MAX_LINE_BYTES) break;
  }
  if (held > 0) yield { bytes: Buffer.concat(parts), complete: false };
}

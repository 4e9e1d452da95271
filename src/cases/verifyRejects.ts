import { canonicalJson } from '../base/canonicalJson.ts';
import { isCount, isRecord, isShape, isString } from '../base/guards.ts';
import { isSha256, type Sha256 } from '../base/hash.ts';
import type { JsonObject } from '../base/json.ts';
import type { VerifyFinding } from '../domain/verifyReport.ts';
import { CarriageReturns } from './carriageReturns.ts';
import type { WrittenLine } from './journal.ts';
import { linesOf } from './journalScan.ts';
import { LAYOUT } from './layout.ts';
import { rejectHash, type RejectsHead, rejectsGenesis, rejectsPath } from './rejects.ts';
import type { Storage } from './storage.ts';

const isHead = isShape<RejectsHead>({ lines: isCount, hash: isSha256 });

/** The chain of each file of rejects, and its end against what the journal says of the import. */
export async function verifyRejects(
  storage: Storage,
  lines: readonly WrittenLine[],
  signal?: AbortSignal,
): Promise<readonly VerifyFinding[]> {
  const findings: VerifyFinding[] = [];
  const begun = new Set<string>();
  const heads = new Map<string, RejectsHead>();
  for (const { kind, data } of lines) {
    const { id, rejects } = data;
    if (!isString(id)) continue;
    if (kind === 'import.started') begun.add(id);
    if (kind === 'import.done' && isHead(rejects)) heads.set(id, rejects);
  }
  for (const { name, kind } of await storage.list(LAYOUT.rejects)) {
    signal?.throwIfAborted();
    const file = `${LAYOUT.rejects}/${name}`;
    const id = kind === 'file' && name.endsWith('.jsonl') ? name.slice(0, -'.jsonl'.length) : '';
    const head = heads.get(id);
    heads.delete(id);
    if (begun.has(id)) findings.push(...(await scan(storage, id, head)));
    else findings.push({ code: 'rejects.unknown-file', file, message: 'No import has such a file' });
  }
  for (const id of heads.keys())
    findings.push({
      code: 'rejects.missing',
      file: rejectsPath(id),
      message: 'The rows that the import rejected are missing',
    });
  return findings;
}

/** `head` undefined: the import did not come to its end, so the file may end anywhere. */
async function scan(
  storage: Storage,
  id: string,
  head: RejectsHead | undefined,
): Promise<readonly VerifyFinding[]> {
  const file = rejectsPath(id);
  const findings: VerifyFinding[] = [];
  /** What the next line may go on from: what the line says of itself, and what its text gives. */
  let before: readonly (Sha256 | undefined)[] = [rejectsGenesis(id)];
  let line = 0;
  const returns = new CarriageReturns((at, message) =>
    findings.push({ code: 'rejects.line-ends', file, line: at, message }),
  );
  for await (const { bytes, complete } of linesOf(storage, file)) {
    if (!complete && head === undefined) break;
    line += 1;
    const { reject, stated } = parsed(returns.without(bytes, line));
    const hashes = before.map((hash) =>
      reject && hash !== undefined ? rejectHash(hash, reject) : undefined,
    );
    if (stated === undefined || !complete || !hashes.includes(stated))
      findings.push({
        code: 'rejects.line-changed',
        file,
        line,
        message: 'The line was changed, or it does not follow the one before it',
      });
    before = [stated, ...hashes];
  }
  returns.end();
  if (head && (line !== head.lines || !before.includes(head.hash)))
    findings.push({
      code: line < head.lines ? 'rejects.cut' : 'rejects.end-differs',
      file,
      line: Math.min(line + 1, head.lines),
      message: `The import rejected ${head.lines} rows and ended otherwise; the file has ${line} lines`,
    });
  return findings;
}

function parsed(bytes: Buffer): { readonly reject?: JsonObject; readonly stated?: Sha256 } {
  const text = bytes.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return {};
    const { hash, ...reject } = value as JsonObject;
    // Another spelling of the same JSON is a change too.
    return isSha256(hash) && canonicalJson({ ...reject, hash }) === text
      ? { reject, stated: hash }
      : { reject };
  } catch {
    return {};
  }
}

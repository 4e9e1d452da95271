import type { Sha256 } from '../base/hash.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { JournalHead } from './journalLine.ts';
import type { RejectsHead } from './rejects.ts';

/** An original that was put into evidence/. */
export type EvidenceEntry = {
  readonly digest: Sha256;
  /** Its name in evidence/. */
  readonly file: string;
  /** The name that it came with, without its folders. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
};

/** An event as its file in timeline/ has it. */
export type EventEntry = {
  readonly id: string;
  readonly contentDigest: Sha256;
  /** Of the file's text. */
  readonly fileDigest: Sha256;
  readonly title: string;
};

/** A question that was asked: one line of the ledger. */
export type QueryEntry = {
  readonly connection: string;
  readonly text: string;
  readonly textDigest: Sha256;
  readonly window: JsonValue;
  /** What now() was, where it was fixed. */
  readonly now: string | null;
  readonly columns: JsonValue;
  readonly rows: number;
  /** Digest over the canonical JSON of the rows, a line each. */
  readonly digest: Sha256;
  /** Answer's completeness, or how it failed. */
  readonly completeness: JsonValue;
  readonly elapsedMs: number;
};

/** What is collected. */
export type CollectEntry = {
  readonly connection: string;
  readonly table: string;
  readonly window: JsonValue;
};

/** Kinds of journal lines and what each says. Readers skip kinds that they do not know. */
export type JournalEntries = {
  /** First line of each session that writes: how far it saw the other writers' journals. */
  readonly 'session.opened': { readonly heads: Readonly<Record<string, JournalHead & JsonObject>> };
  readonly 'case.created': { readonly title: string };
  readonly 'case.changed': { readonly before: JsonObject; readonly after: JsonObject };
  /** A part of a line that a kill left, put aside. */
  readonly 'journal.torn': { readonly file: string; readonly digest: Sha256; readonly size: number };
  readonly 'evidence.added': EvidenceEntry;
  readonly 'import.started': { readonly id: string; readonly options: JsonObject };
  /** `rejects`: the end of the file of rejected rows, where there are any. */
  readonly 'import.done': {
    readonly id: string;
    readonly report: JsonObject;
    readonly rejects?: RejectsHead;
  };
  readonly 'import.failed': { readonly id: string; readonly reason: string };
  readonly 'query.run': QueryEntry;
  /** An answer whose rows were put into evidence/ under its digest; `head` is all else of it, see ResultHead. */
  readonly 'answer.kept': { readonly head: JsonObject };
  /** A hit of the query library that was set aside. */
  readonly 'hunt.dismissed': {
    readonly query: string;
    readonly connection: string;
    readonly window: JsonValue;
    readonly digest: Sha256;
    readonly rows: number;
    readonly reason: string;
  };
  /** A window of a connection's table that is fetched into the case, slice by slice, and its end. */
  readonly 'collect.started': CollectEntry;
  readonly 'collect.done': CollectEntry;
  /** A change to a tenant that was confirmed and sent. */
  readonly 'tenant.changed': {
    readonly title: string;
    readonly target: string;
    readonly before: JsonObject;
    readonly after: JsonObject;
    readonly outcome: string;
    readonly reason: string | null;
  };
  readonly 'event.pinned': EventEntry;
  /** `before` and `after` hold the members that differ; a member that is not there is null. */
  readonly 'event.changed': EventEntry & { readonly before: JsonObject; readonly after: JsonObject };
  readonly 'event.unpinned': { readonly id: string; readonly contentDigest: Sha256; readonly title: string };
};

export type JournalKind = keyof JournalEntries;

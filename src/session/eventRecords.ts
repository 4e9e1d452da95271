import { basename } from 'node:path';
import { LAYOUT } from '../cases/layout.ts';
import { type EventKey, parseEventKey } from '../domain/eventKey.ts';
import { importIdOf } from '../domain/tableLoad.ts';
import type { StoredRecord } from '../kql/duckdb/readRecords.ts';
import type { EventRecord } from './api.ts';
import type { CaseEngine } from './caseEngine.ts';
import type { CaseFolder } from './caseFolder.ts';
import { importedHere } from './importedList.ts';
import type { SessionParts } from './parts.ts';

/** The records behind events: their rows, raw texts and the originals that hold them. */
export class EventRecords {
  readonly #folder: CaseFolder;
  readonly #parts: SessionParts;
  readonly #engine: CaseEngine;

  constructor(folder: CaseFolder, parts: SessionParts, engine: CaseEngine) {
    this.#folder = folder;
    this.#parts = parts;
    this.#engine = engine;
  }

  /** Those of the keys whose events the case has. */
  async read(keys: readonly EventKey[]): Promise<ReadonlyMap<EventKey, StoredRecord>> {
    const found = new Map<EventKey, StoredRecord>();
    for (const table of await this.#engine.tables()) {
      const own = keys.filter((key) => parseEventKey(key).table === table.name);
      if (own.length === 0) continue;
      const records = await this.#parts.readRecords(
        table,
        await this.#sourcesOf(table.name),
        own.map((key) => parseEventKey(key).key),
      );
      for (const [index, record] of records.entries()) {
        const key = own[index];
        if (key !== undefined && record) found.set(key, record);
      }
    }
    return found;
  }

  /** The event with its lineage; undefined where the case does not have it. */
  async record(key: EventKey): Promise<EventRecord | undefined> {
    const found = (await this.read([key])).get(key);
    if (!found) return undefined;
    const { table } = parseEventKey(key);
    const { row, raw, place, others } = found;
    const nameOf = (file: string): string => this.#folder.evidence.get(file)?.name ?? basename(file);
    return {
      key,
      table,
      row,
      raw,
      lineage: await this.#parts.lineage(place.shape, table),
      sources: [place, ...others].map((each) => ({ ...each, name: nameOf(each.file) })),
    };
  }

  async #sourcesOf(table: string): Promise<readonly string[]> {
    const folder = `${LAYOUT.sources}/${table}`;
    const { storage } = this.#folder;
    const committed = await importedHere(storage);
    return (await storage.list(folder))
      .filter((entry) => entry.kind === 'file' && committed.has(importIdOf(entry.name)))
      .map((entry) => storage.absolute(`${folder}/${entry.name}`));
  }
}

import { fileURLToPath } from 'node:url';
import { loadRules } from '../attack/mapping/loadRules.ts';
import type { RuleBook } from '../attack/mapping/rule.ts';
import type { SessionParts } from './parts.ts';

let rules: Promise<RuleBook> | undefined;

/** The real parts. Native code and parsers are loaded when they are first needed, so that opening a case is quick. */
export const defaultParts: SessionParts = {
  openEngine: async (options) => (await import('../kql/duckdb/openEngine.ts')).openEngine(options),
  importLogs: async (...args) => (await import('../logs/import/importLogs.ts')).importLogs(...args),
  openTableStore: async (disk, committed) =>
    (await import('../kql/duckdb/import/tableStore.ts')).openTableStore({ disk, committed }),
  readRecords: async (...args) => (await import('../kql/duckdb/readRecords.ts')).readRecords(...args),
  spoolRows: async (...args) => (await import('../kql/duckdb/results/fromRows.ts')).spoolRows(...args),
  exportParquet: async (...args) =>
    (await import('../kql/duckdb/results/exportParquet.ts')).exportParquet(...args),
  lineage: async (shape, table) => (await import('../logs/shapes/index.ts')).lineage(shape, table),
  rules: () => (rules ??= loadRules(fileURLToPath(new URL('../../queries/attack/', import.meta.url)))),
};

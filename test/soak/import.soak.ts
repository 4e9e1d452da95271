/**
 * A large import within bounded memory: 4 GiB of sign-ins (or as many as named) in one file, under 1.5 GiB resident.
 * Run: node test/soak/import.soak.ts [gibibytes]
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, linkSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import { openTableStore } from '../../src/kql/duckdb/import/tableStore.ts';
import { importLogs } from '../../src/logs/import/importLogs.ts';
import { writeSignIns } from '../support/signInLines.ts';

const LIMIT_MIB = 1536;
const folder = mkdtempSync(join(tmpdir(), 'azimuth-soak-'));
const source = join(folder, 'source.json');

try {
  const { records } = await writeSignIns(createWriteStream(source), Number(process.argv[2] ?? 4) * 2 ** 30);
  const start = performance.now();
  const report = await importLogs(
    { paths: [source] },
    {
      importId: 'soak',
      evidence: {
        put: async (path) => {
          const hash = createHash('sha256');
          await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
          const kept = join(folder, 'evidence.json');
          linkSync(path, kept);
          return { digest: hash.digest('hex'), path: kept };
        },
      },
      rejects: { write: () => Promise.resolve() },
      tables: openTableStore({ disk: new NodeStorage(folder), committed: [] }),
    },
  );
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${report.rows} of ${records} rows in ${((performance.now() - start) / 1000).toFixed(0)} s, peak ${peak.toFixed(0)} MiB (at most ${LIMIT_MIB})`,
  );
  process.exitCode = report.rows === records && peak <= LIMIT_MIB ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

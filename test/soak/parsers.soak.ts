/** The readers of exports on many damaged inputs. `AZIMUTH_SEEDS` sets how many for each. */
import { PARSERS } from '../support/parserFuzz.ts';
import { fuzzParser } from '../support/parserFuzzRun.ts';

const SEEDS = Number(process.env['AZIMUTH_SEEDS'] ?? 20_000);
for (const parser of PARSERS) {
  const failures = await fuzzParser(parser, 1, SEEDS + 1);
  console.log(`${parser}: ${SEEDS} seeds, ${failures.length} failures`);
  for (const failure of failures.slice(0, 10)) console.log(failure);
  if (failures.length > 0) process.exitCode = 1;
}

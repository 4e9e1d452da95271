import type { CaseInfo } from '../../domain/caseInfo.ts';
import { iso } from '../instant.ts';
import { DEFAULT_OPTIONS, planSample } from '../plan.ts';
import type { SampleOptions } from '../plan.ts';
import type { WrittenSample, WriteProgress } from '../writeSample.ts';
import { writeSampleExports } from '../writeSample.ts';
import { FIRST_QUESTIONS } from './firstQuestions.ts';

/** What "Open Sample Investigation" makes, short of the import: that is the session's, through the real importer. */
export interface SampleInvestigation {
  readonly info: Pick<
    CaseInfo,
    'title' | 'severity' | 'status' | 'tenant' | 'window' | 'clock' | 'incidents'
  >;
  readonly notebooks: readonly { readonly path: string; readonly text: string }[];
  /** CSV files with what detections have to know of the company. */
  readonly watchlists: readonly { readonly path: string; readonly text: string }[];
  readonly options: SampleOptions;
  /** Shape for writeSampleExports. */
  readonly shape: 'mixed';
}

/** Where people connect from at home. */
const HOMES = '198.19.0.0/16';

/** Ten days of a company in which one administrator's session was stolen; the clock stands at their end. */
export function sampleInvestigation(change: Partial<SampleOptions> = {}): SampleInvestigation {
  const options: SampleOptions = { ...DEFAULT_OPTIONS, days: 10, rows: 16_000, ...change };
  const plan = planSample(options);
  const { start, end, tenant } = plan.world;
  const offices = tenant.sites.flatMap(({ egress, name }) =>
    egress.map((address) => `${address}/32,${name}`),
  );
  return {
    info: {
      title: `${tenant.company}: a session in two places`,
      severity: 'high',
      status: 'open',
      tenant: tenant.id,
      window: { start: iso(start), end: iso(end) },
      clock: iso(end),
      incidents: plan.incidents.map(String),
    },
    notebooks: [{ path: 'notebooks/first-questions.kql.md', text: FIRST_QUESTIONS }],
    watchlists: [
      {
        path: 'watchlists/offices.csv',
        text: ['Network,Office', ...offices, `${HOMES},At home`, ''].join('\n'),
      },
    ],
    options,
    shape: 'mixed',
  };
}

/** Writes the raw exports of the investigation to an empty folder. */
export function writeInvestigationExports(
  investigation: SampleInvestigation,
  out: string,
  signal?: AbortSignal,
  onProgress?: (progress: WriteProgress) => void,
): Promise<WrittenSample> {
  return writeSampleExports(
    { ...investigation.options, out, shape: investigation.shape },
    signal,
    onProgress,
  );
}

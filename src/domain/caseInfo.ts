import type { Severity } from './timelineEvent.ts';
import type { TimeWindow } from './answer.ts';

/** What case.yaml holds. Unknown keys are kept when it is written again. */
export interface CaseInfo {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: 'open' | 'contained' | 'closed';
  readonly owner: string;
  readonly tenant: string;
  readonly window: TimeWindow | null;
  /** ISO 8601; what now() is in this case. null: the real one. */
  readonly clock: string | null;
  /** Ids of the incidents that this case is about. */
  readonly incidents: readonly string[];
}

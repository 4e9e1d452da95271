import { AITM } from './aitm.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [AITM];

import { AITM } from './aitm.ts';
import { APPLICATION } from './application.ts';
import { INSIDER } from './insider.ts';
import { PHISHING } from './phishing.ts';
import { RANSOMWARE } from './ransomware.ts';
import type { Scenario } from './scenario.ts';
import { SPRAY } from './spray.ts';

export const SCENARIOS: readonly Scenario[] = [AITM, PHISHING, SPRAY, APPLICATION, RANSOMWARE, INSIDER];

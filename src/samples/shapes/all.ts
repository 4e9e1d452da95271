import { DIAGNOSTIC, EVENT_HUB } from './diagnostic.ts';
import { API_JSON, DATA_EXPORT, PORTAL_CSV, TABLE_NDJSON } from './logAnalytics.ts';
import type { Shape } from './shape.ts';

export const SHAPES: readonly Shape[] = [DIAGNOSTIC, EVENT_HUB, PORTAL_CSV, API_JSON, DATA_EXPORT, TABLE_NDJSON];

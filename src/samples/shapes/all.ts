import { AZ_ACTIVITY } from './azActivity.ts';
import { DIAGNOSTIC, EVENT_HUB } from './diagnostic.ts';
import { FLOW, FLOW_GATHERED } from './flow.ts';
import { GRAPH } from './graph.ts';
import { HUNTING_CSV, HUNTING_JSON } from './hunting.ts';
import { API_JSON, DATA_EXPORT, PORTAL_CSV, TABLE_NDJSON } from './logAnalytics.ts';
import { PURVIEW_CSV, UAL_CSV, UAL_JSON } from './office.ts';
import type { Shape } from './shape.ts';
import { EXTRACTOR_SUITE, GOOSE } from './tools.ts';

export const SHAPES: readonly Shape[] = [
  DIAGNOSTIC,
  EVENT_HUB,
  PORTAL_CSV,
  API_JSON,
  DATA_EXPORT,
  GRAPH,
  AZ_ACTIVITY,
  FLOW,
  FLOW_GATHERED,
  UAL_CSV,
  PURVIEW_CSV,
  UAL_JSON,
  HUNTING_CSV,
  HUNTING_JSON,
  EXTRACTOR_SUITE,
  GOOSE,
  TABLE_NDJSON,
];

import { AzimuthError } from '../../base/errors.ts';
import {
  activityLogPortalCsv,
  activityLogPowerShell,
  activityLogRest,
  activityLogSdk,
} from './activityLog.ts';
import { armAlerts, sentinelIncidents } from './armSecurity.ts';
import { custom } from './custom.ts';
import { defenderApi, defenderIncidents } from './defenderApi.ts';
import { defenderStreaming } from './defenderStreaming.ts';
import { diagnosticLines, diagnosticRecords } from './diagnosticSettings.ts';
import { entraPortalAudits, entraPortalSignIns } from './entraPortal.ts';
import { extractorSuiteCsv } from './extractorSuite.ts';
import { nsgFlowLog, vnetFlowLog } from './flowLogs.ts';
import { graphShapes } from './graph.ts';
import { lineageOf } from './mappingText.ts';
import type { Detection, Sample, Shape, ShapeOptions } from './shape.ts';
import { auditCsv, auditRecords, auditWrapped } from './unifiedAudit.ts';
import { answerShapes, tableRowShapes } from './workspaceRows.ts';

/** In order of detection: the first that fits wins, and `custom` fits whatever is left. */
export const SHAPES: readonly Shape[] = [
  nsgFlowLog,
  vnetFlowLog,
  defenderStreaming,
  ...answerShapes,
  extractorSuiteCsv,
  sentinelIncidents,
  armAlerts,
  defenderIncidents,
  defenderApi,
  ...graphShapes,
  diagnosticRecords,
  diagnosticLines,
  activityLogRest,
  activityLogSdk,
  activityLogPowerShell,
  activityLogPortalCsv,
  auditCsv,
  auditWrapped,
  auditRecords,
  entraPortalSignIns,
  entraPortalAudits,
  ...tableRowShapes,
  custom,
];

export interface ShapeChoice {
  readonly shape: Shape;
  readonly detection: Detection;
}

/** Throws `import.unknown-shape` for an id that there is not. */
export function chooseShape(
  sample: Sample,
  options: ShapeOptions & { readonly shape?: string },
): ShapeChoice {
  if (options.shape !== undefined) {
    const shape = SHAPES.find(({ id }) => id === options.shape);
    const detection = shape?.detect(sample, options, true);
    if (!shape || !detection)
      throw new AzimuthError('import.unknown-shape', `There is no shape "${options.shape}".`, {
        unharmed: 'nothing was imported',
        next: [`Choose one of: ${SHAPES.map(({ id }) => id).join(', ')}.`],
      });
    return { shape, detection: { ...detection, why: `You chose it. ${detection.why}` } };
  }
  for (const shape of SHAPES) {
    const detection = shape.detect(sample, options, false);
    if (detection) return { shape, detection };
  }
  throw new Error('the custom shape fits every sample');
}

/** Ids of all shapes, those that are recognised first before. */
export const SHAPE_IDS: readonly string[] = SHAPES.map(({ id }) => id);

/** For each column of a table that a shape fills: which field of the record its value is from. Empty for an unknown shape. */
export function lineage(shapeId: string, table: string): Readonly<Record<string, string>> {
  const mapping = SHAPES.find(({ id }) => id === shapeId)?.mapping(table);
  return mapping ? lineageOf(mapping) : {};
}

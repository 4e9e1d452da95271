import { activityEvent } from '../records/activity.ts';
import { JSON_ARRAY } from './exportFiles.ts';
import type { Shape } from './shape.ts';
import { textOf } from '../table.ts';

/** `az monitor activity-log list -o json`, one file a subscription. */
export const AZ_ACTIVITY: Shape = {
  id: 'az-activity',
  title: 'az monitor activity-log list',
  carries: (table) => table === 'AzureActivity',
  open: (files, plan) => ({
    accept({ row }) {
      const subscription = textOf(row, 'SubscriptionId');
      files.add(
        `az/activity-log-${subscription}.json`,
        JSON.stringify(activityEvent(row, plan.world.tenant.id), null, 2),
        JSON_ARRAY,
      );
    },
    finish: () => undefined,
  }),
};

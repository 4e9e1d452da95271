import type { JsonObject } from '../../base/json.ts';
import type { Story } from '../story.ts';

/** An attack that can be woven into the tenant's days. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Tells it into the story; answers with the facts that the ground truth names. */
  readonly tell: (story: Story) => JsonObject;
}

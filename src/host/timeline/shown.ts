import * as vscode from 'vscode';
import type { TimelineEvent } from '../../domain/timelineEvent.ts';
import type { ShownEvent, StoryShown } from '../../protocol/timeline.ts';

/** The curated events in the words of `version`, and what their story proposes and leaves open. */
export async function shownStory(
  events: readonly TimelineEvent[],
  version: string,
): Promise<{ readonly events: readonly ShownEvent[]; readonly story: StoryShown }> {
  const [{ techniquesOf }, { proposeLinks }, { gapsOf }, { ownAction }] = await Promise.all([
    import('../../exchange/techniques.ts'),
    import('../../attack/story/proposeLinks.ts'),
    import('../../attack/story/gaps.ts'),
    import('../../attack/story/responders.ts'),
  ]);
  const responders = vscode.workspace.getConfiguration('azimuth').get<readonly string[]>('responders', []);
  const shown = events.map((event): ShownEvent => {
    const { named } = techniquesOf(event, version);
    return {
      ...event,
      shown: named.map(({ id, name, tactics, translated }) => ({ id, name, tactics, translated })),
      own: ownAction(event, responders) ?? '',
    };
  });
  // What the responders do is set apart: it is no part of the attack.
  const attack = shown.filter(({ own }) => own === '');
  return { events: shown, story: { proposed: proposeLinks(attack), gaps: gapsOf(attack) } };
}

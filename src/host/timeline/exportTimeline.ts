import * as vscode from 'vscode';
import type { OpenCase } from '../case/openCase.ts';
import type { Captured, TimelinePanel } from './panel.ts';
import type { AttackVersions } from './attackVersions.ts';

const MOST_EVENTS = 10_000;
/** Characters of losses in a notification. */
const LONGEST_TOLD = 600;

interface Made {
  readonly content: string | Uint8Array;
  readonly losses: readonly string[];
}

interface Target extends vscode.QuickPickItem {
  readonly id: string;
  readonly extension: string;
  make(): Promise<Made>;
}

/** Asks for what and where, writes it, and says what the format could not hold. */
export async function exportTimeline(
  openCase: OpenCase,
  attack: AttackVersions,
  panel: TimelinePanel | undefined,
): Promise<void> {
  const target = await vscode.window.showQuickPick(await targets(openCase, attack, panel), {
    title: 'Export Timeline',
    placeHolder: 'Each file says what it cannot hold',
    matchOnDescription: true,
  });
  const folder = openCase.folder;
  if (!target || !folder) return;
  const name = `timeline-${target.id}${target.extension}`;
  const place = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, '..', name) });
  if (!place) return;
  const { content, losses } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Exporting to ${target.label}` },
    () => target.make(),
  );
  await vscode.workspace.fs.writeFile(place, Buffer.from(content));
  const chosen = await vscode.window.showInformationMessage(
    `The timeline was exported.${lossesText(losses)}`,
    'Open',
    'Show in Folder',
  );
  if (chosen === 'Open') await vscode.commands.executeCommand('vscode.open', place);
  if (chosen === 'Show in Folder') await vscode.commands.executeCommand('revealFileInOS', place);
}

/** As many as a notification shows before it cuts them off unsaid. */
function lossesText(losses: readonly string[]): string {
  if (losses.length === 0) return '';
  const over = losses.findIndex((_, i) => i > 0 && losses.slice(0, i + 1).join(' ').length > LONGEST_TOLD);
  const told = over < 0 ? losses : losses.slice(0, over);
  const more = losses.length - told.length;
  const rest = more > 0 ? ` There ${more === 1 ? 'is' : 'are'} ${more} more, which the file names.` : '';
  return ` Not in the file: ${told.join(' ')}${rest}`;
}

async function targets(
  openCase: OpenCase,
  attack: AttackVersions,
  panel: TimelinePanel | undefined,
): Promise<Target[]> {
  const { EXPORT_FORMATS } = await import('../../exchange/formats.ts');
  const screen: Target[] = panel
    ? [
        onScreen('png', 'PNG of what is on screen', panel, ({ png }) => png),
        onScreen('svg', 'SVG of what is on screen', panel, async ({ drawings }) =>
          (await import('../../picture/svg.ts')).svgOf(...drawings),
        ),
      ]
    : [];
  return [
    ...EXPORT_FORMATS.map(
      (format): Target => ({
        id: format.id,
        label: format.label,
        description: `*${format.extension}`,
        extension: format.extension,
        make: async () => format.make(await storyOf(openCase, attack, format.id)),
      }),
    ),
    ...screen,
  ];
}

function onScreen(
  id: string,
  label: string,
  panel: TimelinePanel,
  content: (captured: Captured) => string | Uint8Array | Promise<string>,
): Target {
  return {
    id: `screen-${id}`,
    label,
    description: `*.${id}`,
    extension: `.${id}`,
    make: async () => ({
      content: await content(await panel.capture()),
      losses: ['It is a picture of what the timeline shows now; rows, notes and evidence stay in the case.'],
    }),
  };
}

/** The curated events; where there are none, the observed ones that a rule has a technique for. */
async function storyOf(openCase: OpenCase, attack: AttackVersions, target: string) {
  const session = await openCase.session();
  const { info } = await session.summary();
  const curated = await session.story({ layer: 'curated', limit: MOST_EVENTS });
  const layer = curated.events.length > 0 ? ('curated' as const) : ('observed' as const);
  const parts = layer === 'curated' ? curated : await session.story({ layer, limit: MOST_EVENTS });
  return {
    title: info.title,
    caseId: info.id,
    layer,
    attackVersion: await versionFor(attack, target),
    made: new Date().toISOString(),
    ...parts,
  };
}

/** As a person wrote it, so that anything may be in it. */
type VersionsByTarget = Readonly<Record<string, unknown>>;

/** Tools lag behind ATT&CK: each may have its own version. */
async function versionFor(attack: AttackVersions, target: string): Promise<string> {
  await attack.loaded();
  const { ATTACK_VERSIONS } = await import('../../attack/data/attackData.ts');
  const settings = vscode.workspace.getConfiguration('azimuth');
  const chosen = settings.get<VersionsByTarget>('attack.exportVersions', {})[target];
  return typeof chosen === 'string' && ATTACK_VERSIONS.includes(chosen) ? chosen : attack.shown();
}

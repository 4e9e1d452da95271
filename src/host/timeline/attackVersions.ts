import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { type AttackVersion, isAttackVersion } from '../../domain/attackVersion.ts';
import { abortSignalOf } from '../cancellation.ts';
import { counted } from '../../base/counts.ts';

const SETTING = 'attack.version';

/** Versions of ATT&CK that were loaded from bundles: kept beside the extension on this machine, one file each. */
export class AttackVersions {
  private readonly folder: vscode.Uri;
  private known: Promise<ReadonlyMap<string, AttackVersion>> | undefined;

  constructor(folder: vscode.Uri) {
    this.folder = folder;
  }

  /** What was loaded, by version, made known to this process. A file that is damaged is passed over: the version can be loaded again. */
  loaded(): Promise<ReadonlyMap<string, AttackVersion>> {
    return (this.known ??= this.read());
  }

  /** The version of the setting, where it is one that is known. */
  async shown(): Promise<string> {
    await this.loaded();
    const { ATTACK_VERSIONS, NEWEST_ATTACK_VERSION } = await data();
    const chosen = vscode.workspace.getConfiguration('azimuth').get(SETTING, '');
    return ATTACK_VERSIONS.includes(chosen) ? chosen : NEWEST_ATTACK_VERSION;
  }

  /** Asks which version is to be shown. */
  async choose(): Promise<void> {
    const shown = await this.shown();
    const loaded = await this.loaded();
    const { ATTACK_VERSIONS } = await data();
    const load = 'Load a newer version from a file...';
    const items: vscode.QuickPickItem[] = [
      ...ATTACK_VERSIONS.toReversed().map((version) => ({
        label: version,
        description: [version === shown ? 'shown' : '', loaded.has(version) ? 'loaded from a file' : '']
          .filter((part) => part !== '')
          .join(', '),
      })),
      { label: load, iconPath: new vscode.ThemeIcon('folder-opened') },
    ];
    const title = 'Version of ATT&CK Enterprise';
    const choice = await vscode.window.showQuickPick(items, { title, placeHolder: await notice() });
    if (choice?.label === load) await this.load();
    else if (choice) await show(choice.label);
  }

  /** Takes a version from a STIX bundle that a person chooses. */
  async load(): Promise<void> {
    const [file] =
      (await vscode.window.showOpenDialog({
        title: 'Load ATT&CK Bundle',
        filters: { 'STIX bundle': ['json'] },
      })) ?? [];
    if (!file) return;
    const { readBundleFile } = await import('../../attack/data/readBundleFile.ts');
    const version = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Reading the bundle', cancellable: true },
      (_progress, token) => readBundleFile(file.fsPath, abortSignalOf(token)),
    );
    await this.keep(version);
    const text =
      `ATT&CK Enterprise ${version.version} was loaded: ${counted(version.tactics.length, 'tactic')}, ` +
      `${counted(version.techniques.length, 'technique')}. ${await notice()}`;
    const label = 'Show in It';
    if ((await vscode.window.showInformationMessage(text, label)) === label) await show(version.version);
  }

  private async keep(version: AttackVersion): Promise<void> {
    const loaded = new Map(await this.loaded());
    const { ATTACK_VERSIONS, addAttackVersion } = await data();
    if (ATTACK_VERSIONS.includes(version.version) && !loaded.has(version.version))
      throw new AzimuthError('attack.built-in', `ATT&CK ${version.version} is built in.`, {
        unharmed: 'it stays as it is',
        next: ['Choose it with Azimuth: Choose ATT&CK Version...'],
      });
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(this.folder, `enterprise-${version.version}.json`),
      Buffer.from(JSON.stringify(version)),
    );
    addAttackVersion(version);
    this.known = Promise.resolve(loaded.set(version.version, version));
  }

  private async read(): Promise<ReadonlyMap<string, AttackVersion>> {
    const found = new Map<string, AttackVersion>();
    const { fs } = vscode.workspace;
    const entries = await fs.readDirectory(this.folder).then(undefined, () => []);
    const { addAttackVersion } = await data();
    for (const [name] of entries) {
      if (!/^enterprise-\d+\.\d+\.json$/.test(name)) continue;
      const bytes = await fs.readFile(vscode.Uri.joinPath(this.folder, name));
      const version = parsed(Buffer.from(bytes).toString('utf8'));
      if (!version) continue;
      addAttackVersion(version);
      found.set(version.version, version);
    }
    return found;
  }
}

function data() {
  return import('../../attack/data/attackData.ts');
}

async function notice(): Promise<string> {
  return (await data()).ATTACK_NOTICE;
}

async function show(version: string): Promise<void> {
  await vscode.workspace
    .getConfiguration('azimuth')
    .update(SETTING, version, vscode.ConfigurationTarget.Global);
}

function parsed(text: string): AttackVersion | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isAttackVersion(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

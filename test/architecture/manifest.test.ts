import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type MenuEntry, readManifest } from '../support/manifest.ts';

const manifest = readManifest();
const { contributes } = manifest;
const commandIds = new Set(contributes.commands.map(({ command }) => command));
const viewIds = Object.values(contributes.views)
  .flat()
  .map(({ id }) => id);
const menus = Object.entries(contributes.menus);
const icons = new Set(
  globSync('node_modules/@vscode/codicons/src/icons/*.svg').map((file) => basename(file, '.svg')),
);
const aliases = Object.values(
  JSON.parse(readFileSync('node_modules/@vscode/codicons/src/template/mapping.json', 'utf8')) as Record<
    string,
    string[]
  >,
).flat();
const sources = globSync('src/{host,app}/**/*.ts').map((file) => readFileSync(file, 'utf8'));
const code = [readFileSync('src/extension.ts', 'utf8'), ...sources].join('\n');

/** `$(name)` of VS Code's icon set, or a file of ours. */
function isIcon(icon: string): boolean {
  const name = /^\$\(([\w-]+)(~spin)?\)$/.exec(icon)?.[1];
  return name === undefined ? existsSync(icon) : icons.has(name) || aliases.includes(name);
}

const linkedCommands = (markdown: string): string[] =>
  [...markdown.matchAll(/\(command:([\w.]+)/g)].map((match) => match[1] ?? '');

/** Commands that are ours, by their prefix, and that the manifest does not declare. */
const undeclared = (ids: readonly string[]): string[] =>
  ids.filter((id) => id.startsWith('azimuth.') && !commandIds.has(id) && !isOfView(id));

/** VS Code itself makes `<view>.focus` and the like. */
const isOfView = (id: string): boolean => viewIds.some((view) => id.startsWith(`${view}.`));

/** The menu entries that can show on one kind of tree row: those whose `when` accepts that `viewItem`. */
function entriesFor(entries: readonly MenuEntry[], view: string, item: string): MenuEntry[] {
  return entries.filter(({ when = '' }) => {
    const asked = /\bview\s*==\s*['"]?([\w.-]+)/.exec(when)?.[1];
    const equal = /\bviewItem\s*==\s*['"]?([\w.-]+)/.exec(when)?.[1];
    const like = /\bviewItem\s*=~\s*\/(.+?)\//.exec(when)?.[1];
    const isItem = equal === undefined ? like === undefined || new RegExp(like).test(item) : equal === item;
    return (asked === undefined || asked === view) && isItem;
  });
}

describe('the manifest', () => {
  it('says what the extension is', () => {
    for (const key of ['name', 'publisher', 'displayName', 'description', 'main', 'icon'] as const) {
      assert.ok(manifest[key].length > 0, key);
    }
    assert.ok(manifest.categories.length > 0);
    assert.ok(manifest.categories.every((category) => category !== 'Other'));
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.match(manifest.engines.vscode, /^\^1\.\d+\.\d+$/);
  });

  it('has an icon that a marketplace shows: a square PNG of at least 128 pixels', () => {
    const png = readFileSync(manifest.icon);
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.equal(width, height);
    assert.ok(width >= 128);
  });

  it('supports untrusted workspaces to a limit, and says to which', () => {
    const { supported, description } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.ok((description ?? '').length > 20);
  });

  it('does not start with every VS Code', () => {
    assert.deepEqual(
      manifest.activationEvents.filter((event) => event === '*' || event === 'onStartupFinished'),
      [],
    );
  });

  it('gives each command a title, our category, an enablement and, where it has one, a real icon', () => {
    assert.ok(contributes.commands.length > 5);
    assert.equal(commandIds.size, contributes.commands.length, 'a command is declared twice');
    for (const { command, title, category, enablement, icon } of contributes.commands) {
      assert.match(command, /^azimuth\.\w+/);
      assert.equal(category, 'Azimuth', command);
      assert.match(title, /^[A-Z]/, command);
      assert.doesNotMatch(title, /Azimuth|…|\.$(?<!\.\.\.)/, `${command}: "${title}"`);
      assert.ok((enablement ?? '').length > 0, `${command} is always enabled`);
      for (const one of typeof icon === 'object'
        ? [icon.light, icon.dark]
        : icon === undefined
          ? []
          : [icon]) {
        assert.ok(isIcon(one), `${command}: ${one} is no icon`);
      }
    }
  });

  it('declares the commands that the code has, and no other', () => {
    const inCode = new Set([...code.matchAll(/'(azimuth\.[a-z]\w+)'/g)].map((match) => match[1] ?? ''));
    assert.deepEqual(
      [...commandIds].filter((id) => !inCode.has(id)),
      [],
    );
  });

  it('has no menu, key, welcome text or walkthrough that leads to a command which is not there', () => {
    const entries = menus.flatMap(([, list]) => list);
    const steps = contributes.walkthroughs.flatMap(({ steps }) => steps);
    const events = steps.flatMap(({ completionEvents }) => completionEvents ?? []);
    const named = [
      ...entries.flatMap(({ command }) => command ?? []),
      ...(contributes.keybindings ?? []).map(({ command }) => command),
      ...contributes.viewsWelcome.flatMap(({ contents }) => linkedCommands(contents)),
      ...steps.flatMap(({ description }) => linkedCommands(description)),
      ...events
        .filter((event) => event.startsWith('onCommand:'))
        .map((event) => event.slice('onCommand:'.length)),
    ];
    assert.ok(named.length > 10);
    assert.deepEqual(undeclared(named), []);
    const submenus = new Set((contributes.submenus ?? []).map(({ id }) => id));
    assert.deepEqual(
      entries.filter(({ command, submenu }) => command === undefined && !submenus.has(submenu ?? '')),
      [],
    );
  });

  it('names in conditions only views that there are', () => {
    const conditions = [...menus.flatMap(([, list]) => list), ...contributes.viewsWelcome].map(
      ({ when = '' }) => when,
    );
    const named = conditions.flatMap((when) =>
      [...when.matchAll(/\bview\s*==\s*['"]?([\w.-]+)/g)].map((m) => m[1] ?? ''),
    );
    assert.deepEqual(
      named.filter((view) => !viewIds.includes(view)),
      [],
    );
  });

  it('keeps a row’s menu to seven entries and two icons', () => {
    const entries = contributes.menus['view/item/context'] ?? [];
    const items = entries.flatMap(({ when = '' }) =>
      [...when.matchAll(/\bviewItem\s*==\s*['"]?([\w.-]+)/g)].map((match) => match[1] ?? ''),
    );
    for (const view of viewIds) {
      for (const item of new Set(items)) {
        const shown = entriesFor(entries, view, item);
        const inline = shown.filter(({ group }) => group?.startsWith('inline') === true);
        assert.ok(inline.length <= 2, `${view}, ${item}: ${inline.length} icons`);
        assert.ok(
          shown.length - inline.length <= 7,
          `${view}, ${item}: ${shown.length - inline.length} entries`,
        );
      }
    }
  });

  it('shows its views in the order of the work, each with words for when it is empty', () => {
    const names = Object.values(contributes.views)
      .flat()
      .map(({ name }) => name);
    assert.deepEqual(names, ['Case', 'Incidents', 'Resources', 'Library']);
    const welcomed = new Set(contributes.viewsWelcome.map(({ view }) => view));
    const [library] = viewIds.filter((id) => id.toLowerCase().includes('library'));
    assert.deepEqual(
      viewIds.filter((id) => id !== library && !welcomed.has(id)),
      [],
    );
    assert.deepEqual(
      [...welcomed].filter((view) => !viewIds.includes(view)),
      [],
    );
    for (const { icon } of contributes.viewsContainers.activitybar) assert.ok(isIcon(icon), icon);
  });

  it('describes each setting and keeps those that name programs or endpoints to the machine', () => {
    const { configuration } = contributes;
    const all = (Array.isArray(configuration) ? configuration : [configuration]) as readonly {
      properties: Record<string, { description?: string; markdownDescription?: string; scope?: string }>;
    }[];
    const settings = all.flatMap(({ properties }) => Object.entries(properties));
    assert.ok(settings.length > 0);
    for (const [name, { description, markdownDescription, scope }] of settings) {
      assert.match(name, /^azimuth\./);
      assert.ok((description ?? markdownDescription ?? '').length > 10, name);
      if (/path|executable|endpoint|host|cloud|url/i.test(name)) assert.match(scope ?? '', /^machine/, name);
      assert.ok(code.includes(name.replace(/^azimuth\./, '')), `${name} is read nowhere`);
    }
  });

  it('ticks no step of the walkthrough off by a command that fails without a case', () => {
    const commands = new Map(contributes.commands.map((entry) => [entry.command, entry]));
    const steps = contributes.walkthroughs.flatMap(({ steps }) => steps);
    for (const { id, completionEvents = [] } of steps) {
      assert.ok(completionEvents.length > 0, id);
      for (const event of completionEvents)
        assert.doesNotMatch(
          commands.get(event.replace('onCommand:', ''))?.enablement ?? '',
          /azimuth\.case/,
          event,
        );
    }
  });

  it('has a walkthrough whose pictures exist', () => {
    const steps = contributes.walkthroughs.flatMap(({ steps }) => steps);
    assert.ok(steps.length >= 4);
    for (const { id, media } of steps) {
      const named = [media.svg, media.markdown, ...imagesOf(media.image)].filter(
        (file) => file !== undefined,
      );
      assert.ok(named.length > 0, `${id} has no picture`);
      assert.deepEqual(
        named.filter((file) => !existsSync(file)),
        [],
        id,
      );
      if (media.markdown === undefined)
        assert.ok((media.altText ?? '').length > 0, `${id} has no alternative text`);
    }
  });
});

function imagesOf(image: unknown): string[] {
  if (typeof image === 'string') return [image];
  return typeof image === 'object' && image !== null ? Object.values(image).map(String) : [];
}

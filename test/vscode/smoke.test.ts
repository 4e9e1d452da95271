import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import type { Manifest } from '../support/manifest.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const views = Object.values(manifest.contributes.views).flat();

describe('the extension in a real VS Code', () => {
  const find = (): vscode.Extension<unknown> => {
    const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
    assert.ok(extension, 'VS Code loaded no extension from this checkout');
    return extension;
  };

  it('is the one of this checkout', () => {
    assert.equal(join(find().extensionPath, 'package.json'), join(root, 'package.json'));
  });

  it('activates, and registers the commands that its manifest declares and no other', async () => {
    await find().activate();
    // VS Code makes commands such as `<view>.focus` of its own.
    const isOfView = (id: string): boolean => views.some((view) => id.startsWith(`${view.id}.`));
    const registered = (await vscode.commands.getCommands(true)).filter(
      (id) => id.startsWith('azimuth.') && !isOfView(id),
    );
    const declared = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(registered.sort(), declared.sort());
  });
});

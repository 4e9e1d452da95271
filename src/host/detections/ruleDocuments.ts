import * as vscode from 'vscode';

/** Which open documents are rules. Any YAML may be one: what is in it says so. */
export function isRule(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file' || !/\.ya?ml$/i.test(document.uri.path) || isTests(document))
    return false;
  return looksLikeRule(document.getText(new vscode.Range(0, 0, 400, 0)));
}

/** Tests of a rule, by the name of the file and what is in it. */
export function isRuleTest(document: vscode.TextDocument): boolean {
  return document.uri.scheme === 'file' && isTests(document) && /^tests:/m.test(document.getText());
}

function looksLikeRule(text: string): boolean {
  return (
    /^query:/m.test(text) && /^(kind|queryFrequency|entityMappings|relevantTechniques|tactics):/m.test(text)
  );
}

const MAX_FILES = 5000;

/** The rules of the workspace, as they are on the disk. */
export async function ruleFiles(): Promise<readonly vscode.Uri[]> {
  const files = await vscode.workspace.findFiles('**/*.{yaml,yml}', NOT_RULES, MAX_FILES);
  const rules: vscode.Uri[] = [];
  for (const uri of files) {
    if (/\.test\.ya?ml$/i.test(uri.path)) continue;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    if (looksLikeRule(text.replaceAll('\r\n', '\n'))) rules.push(uri);
  }
  return rules.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isTests(document: vscode.TextDocument): boolean {
  return /\.test\.ya?ml$/i.test(document.uri.path);
}

/** Folders in which no rules lie. */
export const NOT_RULES = '**/{node_modules,derived,evidence,dist}/**';
export const TEST_FILES = '**/*.test.{yaml,yml}';
export const RULE_LANGUAGE: vscode.DocumentSelector = { language: 'yaml', scheme: 'file' };

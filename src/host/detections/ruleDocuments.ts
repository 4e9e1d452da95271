import * as vscode from 'vscode';

/** Which open documents are rules. Any YAML may be one: what is in it says so. */
export function isRule(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file' || !/\.ya?ml$/i.test(document.uri.path) || isTests(document))
    return false;
  const head = document.getText(new vscode.Range(0, 0, 400, 0));
  return (
    /^query:/m.test(head) && /^(kind|queryFrequency|entityMappings|relevantTechniques|tactics):/m.test(head)
  );
}

function isTests(document: vscode.TextDocument): boolean {
  return /\.test\.ya?ml$/i.test(document.uri.path);
}

export const TEST_FILES = '**/*.test.{yaml,yml}';
export const RULE_LANGUAGE: vscode.DocumentSelector = { language: 'yaml', scheme: 'file' };

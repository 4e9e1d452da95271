/** Colours are VS Code's theme variables only; in high contrast borders carry what shades do elsewhere. */
export const STYLES = `
.azr { font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); color: var(--vscode-foreground);
  border: 1px solid var(--vscode-notebook-cellBorderColor, var(--vscode-panel-border, transparent)); border-radius: 4px; overflow: hidden; }
.azr-bar { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 14px; padding: 3px 8px; min-height: 26px;
  border-bottom: 1px solid var(--vscode-notebook-cellBorderColor, var(--vscode-panel-border, transparent)); }
.azr-part { color: var(--vscode-descriptionForeground); white-space: nowrap; max-width: 46em; overflow: hidden; text-overflow: ellipsis; }
.azr-part.first { color: var(--vscode-foreground); font-weight: 600; }
.azr-part.good { color: var(--vscode-charts-green, var(--vscode-foreground)); }
.azr-part.warn { color: var(--vscode-editorWarning-foreground, var(--vscode-foreground)); white-space: normal; }
.azr-actions { margin-left: auto; display: flex; gap: 6px; align-items: center; }
.azr button { font: inherit; padding: 1px 9px; border-radius: 2px; cursor: pointer; border: 1px solid var(--vscode-button-border, transparent);
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
.azr button:hover:enabled { background: var(--vscode-button-secondaryHoverBackground); }
.azr button.main { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
.azr button.main:hover:enabled { background: var(--vscode-button-hoverBackground); }
.azr button:disabled { opacity: 0.45; cursor: default; }
.azr button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.azr-scroll { overflow: auto; max-height: 372px; position: relative; outline: none; scrollbar-color: var(--vscode-scrollbarSlider-background) transparent; }
.azr-head, .azr-row { display: grid; grid-template-columns: var(--azr-columns); width: max-content; min-width: 100%; }
.azr-head { position: sticky; top: 0; z-index: 2; background: var(--vscode-editorWidget-background, var(--vscode-editor-background));
  border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)); font-weight: 600; }
.azr-head > div.number { text-align: right; }
.azr-head > div.ordinal { background: var(--vscode-editorWidget-background, var(--vscode-editor-background)); }
.azr-body { position: relative; }
.azr-row { position: absolute; left: 0; top: 0; height: 22px; user-select: none; -webkit-user-select: none; cursor: default; }
.azr-cell, .azr-head > div { padding: 2px 8px; line-height: 18px; overflow: hidden; text-overflow: ellipsis; white-space: pre; box-sizing: border-box; }
.azr-cell { font-family: var(--vscode-editor-font-family, monospace); font-size: calc(var(--vscode-font-size, 13px) - 1px); unicode-bidi: isolate; }
.azr-cell.number { text-align: right; }
.azr-cell.null { color: var(--vscode-disabledForeground, var(--vscode-descriptionForeground)); font-style: italic; }
.azr-cell.ordinal, .azr-head > div.ordinal { position: sticky; left: 0; z-index: 1; text-align: right; color: var(--vscode-editorLineNumber-foreground, var(--vscode-descriptionForeground)); }
.azr-cell.ordinal { background: var(--vscode-editor-background); }
.azr-row:hover { background: var(--vscode-list-hoverBackground); }
.azr-row[aria-selected='true'] { background: var(--vscode-list-inactiveSelectionBackground); }
.azr-row[aria-selected='true'] .ordinal { color: var(--vscode-foreground); font-weight: 600; box-shadow: inset 3px 0 0 var(--vscode-focusBorder); }
.azr-scroll:focus .azr-row[aria-selected='true'] { background: var(--vscode-list-activeSelectionBackground); color: var(--vscode-list-activeSelectionForeground); }
.azr-scroll:focus .azr-row[aria-selected='true'] .azr-cell.null { color: inherit; }
.azr-scroll:focus .azr-row.active { outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder)); outline-offset: -1px; }
.vscode-high-contrast .azr-row[aria-selected='true'], .vscode-high-contrast-light .azr-row[aria-selected='true'] {
  outline: 1px dashed var(--vscode-contrastActiveBorder); outline-offset: -1px; }
.azr-none { padding: 8px; color: var(--vscode-descriptionForeground); }
.azr-live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.azr-failure { padding: 8px 10px; border-left: 3px solid var(--vscode-editorError-foreground); }
.azr-failure h4 { margin: 0 0 4px; font-size: inherit; font-weight: 600; color: var(--vscode-editorError-foreground); }
.azr-failure p { margin: 2px 0; white-space: pre-wrap; }
.azr-failure pre { margin: 6px 0; padding: 6px 8px; background: var(--vscode-textCodeBlock-background); font-family: var(--vscode-editor-font-family, monospace); overflow: auto; }
.azr-failure mark { color: inherit; background: none; text-decoration: underline wavy var(--vscode-editorError-foreground); text-underline-offset: 3px; }
`;

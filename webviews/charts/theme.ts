/** Colours of VS Code's theme, as the page has them now. */
export interface ChartTheme {
  readonly foreground: string;
  readonly faint: string;
  readonly line: string;
  readonly background: string;
  readonly font: string;
  readonly series: readonly string[];
  readonly mark: string;
}

const SERIES = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'];

export function readTheme(from: Element): ChartTheme {
  const style = getComputedStyle(from);
  const read = (name: string, or: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || or;
  const foreground = read('foreground', 'CanvasText');
  return {
    foreground,
    faint: read('descriptionForeground', foreground),
    line: read('panel-border', read('contrastBorder', foreground)),
    background: read('editorHoverWidget-background', read('editor-background', 'Canvas')),
    font: read('font-family', 'sans-serif'),
    series: SERIES.map((name) => read(`charts-${name}`, foreground)),
    mark: read('editorError-foreground', foreground),
  };
}

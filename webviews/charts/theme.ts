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

/** Reads them of the page's root. A canvas knows fewer ways to write a colour than a theme, so each is worked out first. */
export function readTheme(): ChartTheme {
  const probe = document.createElement('span');
  document.body.append(probe);
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const colour = (...names: readonly string[]): string => {
    probe.style.color = '';
    for (const name of names) if (probe.style.color === '') probe.style.color = variable(name);
    return getComputedStyle(probe).color;
  };
  const theme = {
    foreground: colour('foreground', 'editor-foreground'),
    faint: colour('descriptionForeground', 'foreground'),
    line: colour('panel-border', 'contrastBorder', 'editorWidget-border', 'descriptionForeground'),
    background: colour('editorHoverWidget-background', 'editor-background'),
    font: variable('font-family') || 'sans-serif',
    series: SERIES.map((name) => colour(`charts-${name}`, 'foreground')),
    mark: colour('editorError-foreground', 'charts-red'),
  };
  probe.remove();
  return theme;
}

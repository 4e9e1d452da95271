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
    series: variants(
      SERIES.map((name) => colour(`charts-${name}`, 'foreground')),
      colour('foreground', 'editor-foreground'),
      colour('editor-background', 'editorHoverWidget-background'),
    ),
    mark: colour('editorError-foreground', 'charts-red'),
  };
  probe.remove();
  return theme;
}

/** The colours, then each towards the text's colour, then each towards the background. */
function variants(colours: readonly string[], foreground: string, background: string): readonly string[] {
  return [
    ...colours,
    ...colours.map((one) => mixed(one, foreground)),
    ...colours.map((one) => mixed(one, background)),
  ];
}

/** Half of each, of colours as a computed style gives them: `rgb(r, g, b)`. */
function mixed(one: string, other: string): string {
  const [a, b] = [one, other].map((text) => (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
  const channels = [0, 1, 2].map((at) => Math.round(((a?.[at] ?? 0) + (b?.[at] ?? 0)) / 2));
  return `rgb(${channels.join(', ')})`;
}

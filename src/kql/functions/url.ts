import type { Dynamic } from '../values/dynamic.ts';

const URL_PARTS =
  /^(?:([a-z][\w+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** The parts of a URL as parse_url() names them; all are there, empty where the URL has none. */
export function parseUrl(text: string): Dynamic {
  const match = URL_PARTS.exec(text.trim()) ?? [];
  const [, scheme = '', user = '', host = '', port = '', path = '', query = '', fragment = ''] = match;
  const colon = user.indexOf(':');
  return new Map<string, Dynamic>([
    ['Scheme', scheme],
    ['Host', host],
    ['Port', port],
    ['Path', path],
    ['Username', colon < 0 ? user : user.slice(0, colon)],
    ['Password', colon < 0 ? '' : user.slice(colon + 1)],
    ['Query Parameters', queryParameters(query)],
    ['Fragment', fragment],
  ]);
}

export function queryParameters(query: string): Map<string, Dynamic> {
  const parameters = new Map<string, Dynamic>();
  for (const pair of query.replace(/^\?/, '').split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    parameters.set(at < 0 ? pair : pair.slice(0, at), at < 0 ? '' : pair.slice(at + 1));
  }
  return parameters;
}

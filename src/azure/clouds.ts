import { AzimuthError } from '../base/errors.ts';

/** The kinds of service that requests go to; each has its own hosts and its own token audience. */
export type Plane = 'arm' | 'graph' | 'logAnalytics' | 'kusto';

export interface PlaneEndpoint {
  /** Origin, no slash at its end; '' where each request names its own (clusters). */
  readonly endpoint: string;
  /** What a token is asked for; '' means the request's own origin and `/.default`. */
  readonly scope: string;
  /**
   * Where a request of this plane may go, links in answers included: origins, or host suffixes that begin with a
   * dot and are https on the default port.
   */
  readonly allowed: readonly string[];
}

export interface Cloud {
  readonly name: string;
  readonly label: string;
  /** Origin of the sign-in service. */
  readonly authority: string;
  readonly planes: Readonly<Record<Plane, PlaneEndpoint>>;
  /** PEM of the authorities to trust beside the machine's own, for private clouds. */
  readonly certificateAuthorities?: string;
}

const plane = (endpoint: string, more: readonly string[] = [], audience = endpoint): PlaneEndpoint => ({
  endpoint,
  scope: `${audience}/.default`,
  allowed: [endpoint, ...more],
});
const clusters = (...suffixes: readonly string[]): PlaneEndpoint => ({
  endpoint: '',
  scope: '',
  allowed: suffixes,
});

const PUBLIC: Cloud = {
  name: 'public',
  label: 'Azure',
  authority: 'https://login.microsoftonline.com',
  planes: {
    arm: plane('https://management.azure.com'),
    graph: plane('https://graph.microsoft.com'),
    logAnalytics: plane('https://api.loganalytics.io', ['https://api.loganalytics.azure.com']),
    kusto: clusters('.kusto.windows.net', '.kusto.fabric.microsoft.com', '.kusto.data.microsoft.com'),
  },
};

const US_GOVERNMENT: Cloud = {
  name: 'usGovernment',
  label: 'Azure US Government',
  authority: 'https://login.microsoftonline.us',
  planes: {
    arm: plane('https://management.usgovcloudapi.net'),
    graph: plane('https://graph.microsoft.us'),
    logAnalytics: plane('https://api.loganalytics.us'),
    kusto: clusters('.kusto.usgovcloudapi.net'),
  },
};

const CHINA: Cloud = {
  name: 'china',
  label: 'Azure operated by 21Vianet',
  authority: 'https://login.chinacloudapi.cn',
  planes: {
    arm: plane('https://management.chinacloudapi.cn'),
    graph: plane('https://microsoftgraph.chinacloudapi.cn'),
    logAnalytics: plane('https://api.loganalytics.azure.cn'),
    kusto: clusters('.kusto.chinacloudapi.cn', '.kusto.azure.cn'),
  },
};

const CLOUDS: readonly Cloud[] = [PUBLIC, US_GOVERNMENT, CHINA];

type NamedPlane = Exclude<Plane, 'kusto'>;

/** One of a custom cloud's endpoints that a person has to name. */
export interface CustomCloud {
  readonly authority: string;
  readonly arm: string;
  readonly graph: string;
  readonly logAnalytics: string;
  /** Origins that tokens are asked for, where they are not the endpoints themselves. */
  readonly audiences?: Partial<Record<NamedPlane, string>>;
  /** Origins of clusters that may be asked. */
  readonly clusters?: readonly string[];
  readonly certificateAuthorities?: string;
}

/** One of ours by its name. Rejects a name that there is not with `azure.cloud-unknown`. */
export function cloudNamed(name: string): Cloud {
  const found = CLOUDS.find((cloud) => cloud.name === name);
  if (found) return found;
  throw new AzimuthError('azure.cloud-unknown', `There is no cloud "${name}".`, {
    unharmed: 'nothing was sent',
    next: [`Choose one of: ${CLOUDS.map((cloud) => cloud.name).join(', ')}, custom.`],
  });
}

export function customCloud(given: CustomCloud): Cloud {
  const named = (name: NamedPlane): PlaneEndpoint => {
    const audience = given.audiences?.[name];
    const endpoint = originOf(name, given[name]);
    return plane(endpoint, [], audience === undefined ? endpoint : originOf(`audiences.${name}`, audience));
  };
  return {
    name: 'custom',
    label: new URL(originOf('arm', given.arm)).host,
    authority: originOf('authority', given.authority),
    planes: {
      arm: named('arm'),
      graph: named('graph'),
      logAnalytics: named('logAnalytics'),
      kusto: clusters(...(given.clusters ?? []).map((each) => originOf('clusters', each))),
    },
    ...(given.certificateAuthorities === undefined
      ? {}
      : { certificateAuthorities: given.certificateAuthorities }),
  };
}

function originOf(field: string, text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'https:' && url.username === '' && url.pathname === '/' && url.search === '')
    return url.origin;
  throw new AzimuthError('azure.cloud-invalid', `The custom cloud's "${field}" is no https origin.`, {
    unharmed: 'nothing was sent',
    next: [`Set "${field}" to something like https://management.example.net.`],
  });
}

/** Whether a token of this plane may be sent to `url`: never over http, never to a host that is not listed. */
export function isAllowed({ allowed }: PlaneEndpoint, url: URL): boolean {
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  return allowed.some((each) =>
    each.startsWith('.') ? url.port === '' && url.hostname.endsWith(each) : url.origin === each,
  );
}

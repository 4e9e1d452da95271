/** Made-up words that the tenant's people, places and things are named from. */
export const FIRST_NAMES = (
  'Adaeze Aiko Alba Amir Anneke Anton Astrid Bao Beatriz Bram Callum Carmen Chidi Clara Daan Dalia Dewi Diego ' +
  'Eilidh Elif Emeka Esme Farid Femi Fiona Freya Gareth Giulia Hana Hugo Ines Ingrid Ivo Jamila Jonas Kaito ' +
  'Karin Kofi Lars Leila Linh Lucia Maeve Malik Marta Mateo Mei Mina Nadia Nils Noor Oksana Olivia Omar Paula ' +
  'Petra Priya Rafael Rhys Rosa Ruben Saoirse Selin Sofia Stefan Sunita Tariq Tessa Thandi Tomas Ulla Vera ' +
  'Viktor Wanjiru Wiktor Yara Yusuf Zofia'
).split(' ');

export const LAST_NAMES = (
  'Abara Adeyemi Ahmadi Almeida Andersen Baptiste Barnard Becker Bianchi Brandt Campbell Castillo Chen Costa ' +
  'Dahl Das Demir Dubois Eriksen Farah Ferreira Fischer Fontaine Gallagher Garcia Haddad Hansen Hughes Iyer ' +
  'Jansen Johansson Kamau Kaya Keller Khan Kowalska Laurent Lindgren Lopez MacLeod Marino Mbeki Mensah Meyer ' +
  'Moreau Nakamura Navarro Nguyen Novak Okafor Olsen Owusu Park Patel Pereira Petrov Popescu Quinn Rahman ' +
  'Reyes Rossi Sato Schmidt Sharma Silva Singh Sokolov Suzuki Tanaka Thomas Tran Varga Visser Weber Williams ' +
  'Yilmaz Zimmermann'
).split(' ');

export const COMPANY_FIRST = (
  'Alder Amber Ash Birch Bramble Cobalt Copper Elm Fern Flint Harrow Hazel Juniper Kestrel Larch Linden ' +
  'Marlow Osprey Pine Quarry Rowan Sable Thorn Willow'
).split(' ');

export const COMPANY_SECOND =
  'bank bourne brook combe dale field ford gate ham leigh mere moor ridge stead ton vale'.split(' ');

export const COMPANY_TRADES = [
  'Foods',
  'Instruments',
  'Logistics',
  'Marine',
  'Optics',
  'Paper',
  'Pumps',
  'Textiles',
];

export interface DepartmentTemplate {
  readonly name: string;
  readonly titles: readonly string[];
  readonly share: number;
  readonly words: readonly string[];
}

export const DEPARTMENTS: readonly DepartmentTemplate[] = [
  {
    name: 'Sales',
    titles: ['Account Manager', 'Sales Representative', 'Sales Operations Analyst'],
    share: 0.24,
    words: ['Quotation', 'Pipeline', 'Customer list', 'Contract', 'Price book'],
  },
  {
    name: 'Finance',
    titles: ['Accounts Payable Clerk', 'Financial Controller', 'Payroll Specialist', 'Treasury Analyst'],
    share: 0.12,
    words: ['Invoice', 'Forecast', 'Payment run', 'Ledger', 'Budget'],
  },
  {
    name: 'Engineering',
    titles: ['Design Engineer', 'Test Engineer', 'Software Engineer', 'Engineering Manager'],
    share: 0.22,
    words: ['Drawing', 'Test report', 'Specification', 'Design review', 'Bill of materials'],
  },
  {
    name: 'Operations',
    titles: ['Planner', 'Buyer', 'Warehouse Lead', 'Production Manager'],
    share: 0.2,
    words: ['Schedule', 'Stock count', 'Shipment', 'Purchase order', 'Shift plan'],
  },
  {
    name: 'Human Resources',
    titles: ['HR Partner', 'Recruiter'],
    share: 0.06,
    words: ['Interview notes', 'Policy', 'Leave plan', 'Onboarding'],
  },
  {
    name: 'Legal',
    titles: ['Legal Counsel', 'Compliance Officer'],
    share: 0.04,
    words: ['Agreement', 'Opinion', 'Terms', 'Due diligence'],
  },
  {
    name: 'IT',
    titles: ['Cloud Engineer', 'Identity Engineer', 'Service Desk Analyst', 'Security Analyst'],
    share: 0.12,
    words: ['Runbook', 'Inventory', 'Change request', 'Architecture'],
  },
];

export interface City {
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Hours ahead of UTC in the season that the sample plays in. */
  readonly offset: number;
}

const city = (
  name: string,
  state: string,
  country: string,
  latitude: number,
  longitude: number,
  offset: number,
): City => ({ city: name, state, country, latitude, longitude, offset });

export const OFFICE_CITIES: readonly City[] = [
  city('Leeds', 'West Yorkshire', 'GB', 53.8, -1.55, 0),
  city('Bristol', 'Bristol', 'GB', 51.45, -2.59, 0),
  city('Rotterdam', 'Zuid-Holland', 'NL', 51.92, 4.48, 1),
  city('Leipzig', 'Sachsen', 'DE', 51.34, 12.37, 1),
  city('Gdansk', 'Pomorskie', 'PL', 54.35, 18.65, 1),
  city('Porto', 'Porto', 'PT', 41.15, -8.61, 0),
  city('Tampere', 'Pirkanmaa', 'FI', 61.5, 23.76, 2),
  city('Halifax', 'Nova Scotia', 'CA', 44.65, -63.58, -4),
];

export const TRAVEL_CITIES: readonly City[] = [
  city('Singapore', 'Singapore', 'SG', 1.35, 103.82, 8),
  city('Nairobi', 'Nairobi', 'KE', -1.29, 36.82, 3),
  city('Sao Paulo', 'Sao Paulo', 'BR', -23.55, -46.63, -3),
  city('Dubai', 'Dubai', 'AE', 25.2, 55.27, 4),
  city('Osaka', 'Osaka', 'JP', 34.69, 135.5, 9),
  city('Chicago', 'Illinois', 'US', 41.88, -87.63, -6),
];

export const ATTACKER_CITIES: readonly City[] = [
  city('Bucharest', 'Bucuresti', 'RO', 44.43, 26.1, 2),
  city('Amsterdam', 'Noord-Holland', 'NL', 52.37, 4.9, 1),
  city('Lagos', 'Lagos', 'NG', 6.52, 3.38, 1),
  city('Frankfurt am Main', 'Hessen', 'DE', 50.11, 8.68, 1),
  city('Ashburn', 'Virginia', 'US', 39.04, -77.49, -5),
  city('Ho Chi Minh City', 'Ho Chi Minh', 'VN', 10.82, 106.63, 7),
];

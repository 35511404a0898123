import { plainText } from '../alerts/plain-text.ts';
import { counted } from '../alerts/wording.ts';
import type { Feature } from '../behaviour/model.ts';
import { MOST_USERS } from '../state/parent.ts';
import type { Baseline, Used } from './baseline.ts';
import { countLines, number, scoreLines } from './baseline-numbers.ts';
import { aligned, type Column, hanging, paragraphs } from './layout.ts';

/** How much of a baseline is shown. */
export interface Extent {
  readonly services: number;
  /** Of each service. */
  readonly actions: number;
  /** Of each other feature. */
  readonly values: number;
  readonly days: number;
}
export const WHOLE: Extent = { services: 8, actions: 4, values: 6, days: 10 };
export const BRIEF: Extent = { services: 5, actions: 0, values: 3, days: 5 };

const TITLES: Readonly<Record<Feature, string>> = {
  n: 'Networks',
  u: 'Clients',
  r: 'Regions',
  h: 'Times of day',
  t: 'Targets',
  d: 'Denied services',
  c: 'Access keys',
};
const ORDER: readonly Feature[] = ['n', 'u', 'r', 'h', 't', 'd', 'c'];

const COLUMNS: readonly Column[] = [
  { least: 38, most: 38 },
  { least: 11 },
  { right: true, least: 5 },
  { least: 10 },
  { least: 10 },
  { right: true, least: 5 },
  { right: true, least: 6 },
];

/** What the words and signs in baselines mean. */
export function legend(baselines: readonly Baseline[]): string[] {
  if (baselines.length === 0) return [];
  const used = baselines.flatMap(({ services, features }) => [
    ...services.flatMap(({ actions }) => actions),
    ...features.flatMap(({ values }) => values),
  ]);
  return [
    'frequent: on 25 % of its active days or more; infrequent: on 5 to 25 %; rare: on fewer',
    ...(used.some(({ contested }) => contested)
      ? ['*: a reason of an alert within 30 days, so it is no reference for peers']
      : []),
  ];
}

/** What is normal for a principal, in lines of at most 100 columns. */
export function baselineText(baseline: Baseline, extent: Extent): string[] {
  const known = ORDER.flatMap((feature) => baseline.features.filter((one) => one.feature === feature));
  const none = known.filter(({ values }) => values.length === 0).map(({ feature }) => TITLES[feature].toLowerCase());
  return paragraphs([
    heading(baseline),
    countLines(baseline),
    actionLines(baseline, extent),
    ...known.map(({ feature, values }) => featureLines(TITLES[feature], values, baseline, extent.values)),
    none.length === 0 ? [] : hanging('None known: ', none.join(', ')),
    scoreLines(baseline, extent.days),
  ]);
}

function heading({ principal, name, asOf, first, last, activeDays, peers, others, ...who }: Baseline): string[] {
  const title = principal.endsWith(name) ? principal : `${principal} (${name})`;
  return [
    plainText(title),
    ...hanging('  ', `As of ${asOf}: known since ${first}, last active ${last}, ${counted(activeDays, 'active day')}`),
    ...hanging(
      '  ',
      plainText(
        `Class ${who.class}; compared with ${counted(peers, 'peer')} (${who.peerGroup}), of ${counted(others, 'other principal')}`,
      ),
    ),
  ];
}

function actionLines(baseline: Baseline, { services: most, actions: each }: Extent): string[] {
  const { services } = baseline;
  if (services.length === 0) return [];
  const all = services.reduce((sum, { actions }) => sum + actions.length, 0);
  const rows = services.slice(0, most).flatMap(({ actions, ...service }) => {
    const more = actions.length - each;
    return [
      row(`  ${service.value} (${actions.length})`, service, baseline),
      ...actions.slice(0, each).map((action) => row(`    ${nameOf(action, service)}`, action, baseline)),
      ...(each > 0 && more > 0 ? [[`    … ${more} more`]] : []),
    ];
  });
  return [
    ...aligned([header(`Actions: ${number(all)} of ${counted(services.length, 'service')}`), ...rows], COLUMNS),
    ...leftOut(services.slice(most)),
  ];
}

/** `GetRestApis`: the service stands above. */
function nameOf({ value }: Used, service: Used): string {
  return value.slice(service.value.length + 1);
}

function featureLines(title: string, values: readonly Used[], baseline: Baseline, most: number): string[] {
  if (values.length === 0) return [];
  const rows = values.slice(0, most).map((one) => row(`  ${one.value}`, one, baseline));
  return [...aligned([header(`${title}: ${values.length}`), ...rows], COLUMNS), ...leftOut(values.slice(most))];
}

/** What is beyond the extent, the next few by name. */
function leftOut(values: readonly Used[]): string[] {
  if (values.length === 0) return [];
  const named = values.slice(0, 4).map(({ value }) => (value.length > 40 ? `${value.slice(0, 39)}…` : value));
  return hanging(
    '  … ',
    plainText(`${values.length} more: ${named.join(', ')}${values.length > named.length ? ', …' : ''}`),
  );
}

function header(title: string): string[] {
  return [title, 'use', 'days', 'first', 'last', 'peers', 'others'];
}

function row(name: string, used: Used, { activeDays, peers, others }: Baseline): string[] {
  const share = (users: number, of: number): string => `${users >= MOST_USERS ? `${MOST_USERS}+` : users}/${of}`;
  return [
    plainText(name),
    `${used.word}${used.contested ? '*' : ''}`,
    `${used.days}/${activeDays}`,
    used.first,
    used.last,
    share(used.peers, peers),
    share(used.others, others),
  ];
}

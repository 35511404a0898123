import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, type Fields, fields, filled, flag, list, texts } from '../../cloudtrail/field.ts';

/** What a trail records of management events: API calls that change or read the account, rather than its data. */
export interface Coverage {
  readonly writes: boolean;
  readonly reads: boolean;
  /** Services left out, or conditions that leave something out, in words. */
  readonly without: readonly string[];
  /** Whether some data events are chosen: then it may be meant as a trail for data only. */
  readonly chosenData: boolean;
}

/** The only services a trail lets one leave out for their volume; leaving out others takes another way and another reason. */
const LOUD = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);

/** What the selectors of a PutEventSelectors call record; undefined when the record doesn't hold them. */
export function coverageOf(event: TrailEvent): Coverage | undefined {
  for (const place of [event.params, event.response]) {
    const basic = selectorsIn(at(place, 'eventSelectors'));
    const advanced = selectorsIn(at(place, 'advancedEventSelectors'));
    if (basic.length > 0) return ofBasic(basic);
    if (advanced.length > 0) return ofAdvanced(advanced);
  }
  return undefined;
}

/** The coverage that a remembered setting (see shared/settings) stood for; undefined when it was too long to keep. */
export function coverageIn(setting: string, value: string): Coverage | undefined {
  try {
    const selectors = selectorsIn(JSON.parse(`[${value}]`));
    if (selectors.length === 0) return undefined;
    return setting.endsWith('.advancedEventSelectors') ? ofAdvanced(selectors) : ofBasic(selectors);
  } catch {
    return undefined;
  }
}

function selectorsIn(value: unknown): readonly Fields[] {
  return list(value).map((item) => fields(item));
}

/** CloudTrail's defaults: management events, reads and writes, nothing left out. */
function ofBasic(selectors: readonly Fields[]): Coverage {
  const management = selectors.filter((selector) => flag(selector, 'includeManagementEvents') !== false);
  const types = management.map((selector) => filled(selector, 'readWriteType') ?? 'All');
  return {
    writes: types.some((type) => type === 'All' || type === 'WriteOnly'),
    reads: types.some((type) => type === 'All' || type === 'ReadOnly'),
    without: inAll(management.map((selector) => texts(selector, 'excludeManagementEventSources'))),
    chosenData: selectors.some((selector) =>
      list(selector, 'dataResources').some((resource) => texts(resource, 'values').length > 0),
    ),
  };
}

function ofAdvanced(selectors: readonly Fields[]): Coverage {
  const conditions = selectors.map((selector) => selectorsIn(at(selector, 'fieldSelectors')));
  const category = (all: readonly Fields[]): readonly string[] =>
    all.filter((one) => filled(one, 'field') === 'eventCategory').flatMap((one) => texts(one, 'equals'));
  const management = conditions.filter((all) => category(all).includes('Management'));
  const readOnly = management.map(
    (all) => all.filter((one) => filled(one, 'field') === 'readOnly').flatMap((one) => texts(one, 'equals'))[0],
  );
  return {
    writes: readOnly.some((value) => value !== 'true'),
    reads: readOnly.some((value) => value !== 'false'),
    without: inAll(management.map((all) => all.flatMap(leftOut))),
    chosenData: conditions.some((all) => category(all).includes('Data')),
  };
}

/** What one condition of an advanced selector leaves out. */
function leftOut(condition: Fields): readonly string[] {
  const field = filled(condition, 'field');
  if (field === undefined || field === 'eventCategory' || field === 'readOnly') return [];
  const excluded = ['notEquals', 'notStartsWith', 'notEndsWith'].flatMap((how) => texts(condition, how));
  const only = ['equals', 'startsWith', 'endsWith'].flatMap((how) => texts(condition, how));
  const named = field === 'eventSource' ? excluded : excluded.map((value) => `${field} ${value}`);
  return only.length === 0 ? named : [...named, `everything but ${field} ${only.join(', ')}`];
}

/** Something is left out only when every selector leaves it out. */
function inAll(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists;
  return [...new Set(first)].filter((item) => others.every((other) => other.includes(item))).sort();
}

/** What is not recorded, in words; empty when everything is. `grave`: more than what people leave out for its volume. */
export function gapsOf(coverage: Coverage): { gaps: readonly string[]; grave: boolean } {
  const { writes, reads, without } = coverage;
  if (!writes && !reads) return { gaps: ['all management events'], grave: true };
  const gaps = [...(writes ? [] : ['calls that change something']), ...(reads ? [] : ['calls that read']), ...without];
  return { gaps, grave: !writes || without.some((source) => !LOUD.has(source)) };
}

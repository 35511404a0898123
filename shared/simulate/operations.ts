import table from './operations.json' with { type: 'json' };

/**
 * Operations as AWS's service models have them (botocore, Apache-2.0): the common reads of each service, and writes that
 * are ordinary work. What an analyst would look at twice (policies, keys, trails) is not here: it is made by hand, with
 * parameters that mean something.
 */
export interface Operation {
  /** First label of the event source. */
  readonly service: string;
  /** The event's name: Lambda's and CloudFront's carry the date of the API. */
  readonly name: string;
  /** Members a request must have, in CloudTrail's spelling, with a sign for their type (see request.ts). */
  readonly members: readonly string[];
  readonly write: boolean;
  /** Of API Gateway, whose two APIs log different shapes under one name. */
  readonly version: 'v1' | 'v2' | undefined;
}

export interface Service {
  /** `apigateway/v1` and `apigateway/v2` are two. */
  readonly id: string;
  /** The most usual ones first. */
  readonly reads: readonly Operation[];
  readonly writes: readonly Operation[];
}

const LINE = /([^\s(]+)(?:\(([^)]*)\))?/g;

function parsed(id: string, text: string, write: boolean): Operation[] {
  const [service = id, api] = id.split('/');
  const version = api === 'v1' || api === 'v2' ? api : undefined;
  return [...text.matchAll(LINE)].map(([, name = '', members = '']) => ({
    service,
    name,
    members: members === '' ? [] : members.split(','),
    write,
    version,
  }));
}

export const SERVICES: ReadonlyMap<string, Service> = new Map(
  Object.entries(table).map(([id, { reads, writes }]) => [
    id,
    { id, reads: parsed(id, reads, false), writes: parsed(id, writes, true) },
  ]),
);

export function serviceOf(id: string): Service {
  const service = SERVICES.get(id);
  if (service === undefined) throw new RangeError(`no service ${id} in the table of operations`);
  return service;
}

/** An operation of the table by service and name. */
export function operation(id: string, name: string): Operation {
  const { reads, writes } = serviceOf(id);
  const found = [...reads, ...writes].find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`no operation ${id}:${name} in the table`);
  return found;
}
